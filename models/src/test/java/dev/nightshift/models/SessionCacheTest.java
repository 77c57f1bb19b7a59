package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SessionCacheTest {

  @Test
  void sharesOneSessionPerModel() throws Exception {
    byte[] content = TestModel.good("shop", "v1");
    try (SessionCache cache = new SessionCache(2);
        SessionCache.Lease one = cache.acquire("a", content);
        SessionCache.Lease other = cache.acquire("a", content)) {
      assertThat(one.session()).isSameAs(other.session());
      assertThat(cache.size()).isOne();
    }
  }

  @Test
  void closesTheLeastRecentlyUsedAndOpensItAgain() throws Exception {
    byte[] content = TestModel.good("shop", "v1");
    try (SessionCache cache = new SessionCache(2)) {
      OrtSession first = borrow(cache, "a", content);
      borrow(cache, "b", content);
      assertThat(borrow(cache, "a", content)).isSameAs(first);
      borrow(cache, "c", content);
      assertThat(cache.size()).isEqualTo(2);
      assertThat(borrow(cache, "a", content)).as("used after b").isSameAs(first);
      borrow(cache, "b", content);
      borrow(cache, "c", content);
      assertThat(borrow(cache, "a", content)).isNotSameAs(first);
    }
  }

  @Test
  void neverClosesASessionInUse() throws Exception {
    byte[] content = TestModel.good("shop", "v1");
    SessionCache cache = new SessionCache(1);
    SessionCache.Lease used = cache.acquire("a", content);
    borrow(cache, "b", content);
    cache.forget("a");
    cache.close();
    assertThat(used.session().getInputNames()).containsExactly("windows");
    OrtSession session = used.session();
    used.close();
    used.close();
    assertThat(cache.size()).isZero();
    assertThatThrownBy(() -> session.run(Map.of())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cache.acquire("a", content)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void threadsScoreWhileSessionsComeAndGo() throws Exception {
    try (SessionCache cache = new SessionCache(1)) {
      ModelLoader loader = new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT);
      List<LoadedModel> models = new ArrayList<>();
      for (String version : List.of("v1", "v2", "v3")) {
        models.add(loader.load("shop@" + version, TestModel.good("shop", version), ""));
      }
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          int offset = i;
          runs.add(threads.submit(() -> scoreInTurn(cache, models, offset)));
        }
        for (Future<?> run : runs) {
          run.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(cache.size()).as("sessions without a scorer").isZero();
    }
  }

  @Test
  void aSessionClosesWithTheLastScorerOfItsModel() throws Exception {
    try (SessionCache cache = new SessionCache(4)) {
      LoadedModel model =
          new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT)
              .load("shop@v1", TestModel.good("shop", "v1"), "");
      OrtSession session = borrow(cache, model.hash(), model.content());
      OnnxScorer one = new OnnxScorer(model, cache, 1);
      OnnxScorer other = new OnnxScorer(model, cache, 1);
      one.close();
      one.close();
      cache.forget(model.hash());
      assertThat(session.getInputNames()).as("the other task scores on").isNotEmpty();
      assertThat(cache.size()).isOne();

      other.close();
      assertThat(cache.size()).isZero();
      assertThatThrownBy(() -> session.run(Map.of())).isInstanceOf(IllegalStateException.class);
    }
  }

  /** Three hundred sessions in turn must not cost the memory of three hundred. */
  @Test
  void givesMemoryBack() throws Exception {
    byte[] content = TestModel.good("shop", "v1");
    try (SessionCache cache = new SessionCache(2)) {
      for (int i = 0; i < 50; i++) {
        borrow(cache, "warm-" + i, content);
      }
      long before = residentPages();
      for (int i = 0; i < 300; i++) {
        borrow(cache, "model-" + i, content);
      }
      long grownBytes = (residentPages() - before) * 4096;
      assertThat(grownBytes).isLessThan(64L << 20);
    }
  }

  private static Void scoreInTurn(SessionCache cache, List<LoadedModel> models, int offset)
      throws Exception {
    FloatBuffer windows = OnnxScorer.directBuffer(4);
    windows.put(0, new float[] {1, Float.NaN, 1, 3});
    FloatBuffer scores = OnnxScorer.directBuffer(1);
    FloatBuffer errors = OnnxScorer.directBuffer(2);
    for (int i = 0; i < 200; i++) {
      LoadedModel model = models.get((i + offset) % models.size());
      try (OnnxScorer scorer = new OnnxScorer(model, cache, 1)) {
        scores.put(0, -1);
        scorer.score(windows, 1, scores, errors);
        assertThat(scores.get(0)).isEqualTo(4.5f);
      }
    }
    return null;
  }

  private static OrtSession borrow(SessionCache cache, String hash, byte[] content)
      throws Exception {
    try (SessionCache.Lease lease = cache.acquire(hash, content)) {
      return lease.session();
    }
  }

  private static long residentPages() throws Exception {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
  }

  @Test
  void theNumberOfSessionsIsASetting() {
    assertThat(SessionCache.sessions(null)).isEqualTo(64);
    assertThat(SessionCache.sessions(" 500 ")).isEqualTo(500);
    for (String wrong : new String[] {"0", "-1", "many"}) {
      assertThatThrownBy(() -> SessionCache.sessions(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("NIGHTSHIFT_MODEL_SESSIONS is '" + wrong + "'");
    }
  }
}
