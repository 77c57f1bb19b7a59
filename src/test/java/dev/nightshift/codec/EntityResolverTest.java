package dev.nightshift.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.SpanKind;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntityResolverTest {

  private final EntityResolver resolver = new EntityResolver();

  @Test
  void namesByConvention() {
    assertThat(resolve("service.name", "cart"))
        .isEqualTo(new Entity("default.default", "cart", ""));
    assertThat(resolve("host.name", "h1", "deployment.environment", "prod"))
        .isEqualTo(new Entity("prod.default", "h1", ""));
    assertThat(
            resolve("k8s.deployment.name", "d", "service.namespace", "shop", "k8s.pod.name", "p"))
        .isEqualTo(new Entity("default.shop", "d", "p"));
    assertThat(resolve("service.name", "unknown_service:java", "host.name", "h"))
        .extracting(Entity::service)
        .isEqualTo("h");
    assertThat(resolve("service.name", "unknown_service:java"))
        .extracting(Entity::service)
        .isEqualTo("unknown_service:java");
    assertThat(resolve("service.name", "", "os", "linux")).isNull();
  }

  @Test
  void peersByKind() {
    List<KeyValue> attributes = attributes("server.address", "db-1", "db.system", "mysql");
    assertThat(PeerResolver.resolve(SpanKind.CLIENT, attributes)).isEqualTo("mysql");
    assertThat(PeerResolver.resolve(SpanKind.SERVER, attributes)).isEmpty();
    assertThat(
            PeerResolver.resolve(SpanKind.CONSUMER, attributes("messaging.destination.name", "q")))
        .isEqualTo("q");
    assertThat(
            PeerResolver.resolve(
                SpanKind.CLIENT, attributes("peer.service", "x", "db.system", "y")))
        .isEqualTo("x");
  }

  private Entity resolve(String... pairs) {
    return resolver.resolve(attributes(pairs));
  }

  private static List<KeyValue> attributes(String... pairs) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.add(OtlpSamples.attribute(pairs[i], pairs[i + 1]));
    }
    return attributes;
  }
}
