package dev.nightshift.feature;

import java.util.HashMap;
import java.util.Map;

/** All signals of one entity in one open step. A POJO for keyed state. */
public class StepData {

  /** By {@link Series#id}. */
  public Map<Integer, PointAccumulator> points = new HashMap<>();

  /** By name of the {@code SpanKind}. */
  public Map<String, SpanAccumulator> spans = new HashMap<>();

  public long logs;
  public long logErrors;
  public long newTemplates;

  public StepData() {}
}
