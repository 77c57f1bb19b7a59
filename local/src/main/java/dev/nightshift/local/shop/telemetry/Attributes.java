package dev.nightshift.local.shop.telemetry;

import dev.nightshift.local.shop.world.Service;
import dev.nightshift.local.shop.world.ShopBlueprint;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;

/** Attributes and resources in OTLP. */
final class Attributes {

  static final InstrumentationScope SCOPE =
      InstrumentationScope.newBuilder().setName("shop").setVersion("1").build();

  private Attributes() {}

  static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }

  /**
   * The resource of one process.
   *
   * @param pod empty for the service as a whole
   */
  static Resource resource(Service service, String pod) {
    Resource.Builder resource =
        Resource.newBuilder()
            .addAttributes(text("deployment.environment.name", ShopBlueprint.ENVIRONMENT))
            .addAttributes(text("service.namespace", service.namespace()))
            .addAttributes(text("service.name", service.name()))
            .addAttributes(text("service.version", service.version()));
    if (!pod.isEmpty()) {
      resource
          .addAttributes(text("service.instance.id", pod))
          .addAttributes(text("k8s.pod.name", pod));
    }
    return resource.build();
  }
}
