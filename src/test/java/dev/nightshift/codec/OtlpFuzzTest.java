package dev.nightshift.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the bytes: decoded or refused, never another exception. */
class OtlpFuzzTest {

  private static final List<String> FILES =
      List.of(
          "metrics.binpb", "logs.binpb", "spans.binpb", "metrics.json", "logs.json", "spans.json");

  @Property(tries = 300)
  void randomBytes(@ForAll byte[] payload) {
    decodeAll(payload);
  }

  @Property(tries = 300)
  void randomJson(@ForAll String text) {
    decodeAll(("{" + text).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 600)
  void mutatedPayloads(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] payload = OtlpDecoderTest.golden(FILES.get(random.nextInt(FILES.size())));
    for (int i = random.nextInt(4); i >= 0; i--) {
      payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
    }
    decodeAll(payload);
  }

  @Property(tries = 300)
  void truncatedPayloads(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] payload = OtlpDecoderTest.golden(FILES.get(random.nextInt(FILES.size())));
    decodeAll(Arrays.copyOf(payload, random.nextInt(payload.length)));
  }

  private static void decodeAll(byte[] payload) {
    OtlpFormat format = OtlpFormat.AUTO;
    DecodeLimits limits = DecodeLimits.DEFAULT;
    long now = OtlpSamples.TIME;
    attempt(() -> new OtlpMetricsDecoder(format, limits).decode(payload, now, p -> {}, p -> {}));
    attempt(
        () -> new OtlpLogsDecoder(format, limits).decode(payload, now, l -> {}, c -> {}, p -> {}));
    attempt(() -> new OtlpSpansDecoder(format, limits).decode(payload, now, s -> {}, p -> {}));
  }

  private static void attempt(Decoding decoding) {
    try {
      decoding.run();
    } catch (MalformedTelemetryException e) {
      assertThat(e.detail()).isNotNull();
    }
  }

  private interface Decoding {
    void run() throws MalformedTelemetryException;
  }
}
