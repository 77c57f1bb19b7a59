package dev.nightshift.actuator.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterSchemaTest {

  private static final ParameterSchema CLOSED =
      new ParameterSchema(
          List.of(
              Parameter.required("name", "[a-z]+", "lower-case letters"),
              Parameter.withDefault("size", "[0-9]+", "a number", "3"),
              Parameter.optional("note", ".*", "text")));

  @Test
  void saysWhatWasFoundAndWhatWasExpected() {
    assertThat(CLOSED.problem(Map.of("name", "a"), true)).isEmpty();
    assertThat(CLOSED.problem(Map.of("name", "A b"), true))
        .contains("the parameter 'name' is 'A b'; expected lower-case letters");
    assertThat(CLOSED.problem(Map.of("size", "1"), true))
        .contains("the parameter 'name' is missing; expected lower-case letters");
    assertThat(CLOSED.problem(Map.of("size", "1"), false)).isEmpty();
    assertThat(CLOSED.problem(Map.of("nmae", "a"), true))
        .contains("unknown parameter 'nmae'; expected one of name, size, note");
    assertThat(CLOSED.problem(Map.of("name", "a\nrm -rf"), true)).isPresent();
  }

  @Test
  void fillsInDefaultsOnly() {
    assertThat(CLOSED.complete(Map.of("name", "a")))
        .containsOnly(Map.entry("name", "a"), Map.entry("size", "3"));
  }

  @Test
  void aListOfNothingAllowsNothing() {
    ParameterSchema none = new ParameterSchema(List.of(Parameter.listed("host", List.of())));
    assertThat(none.problem(Map.of("host", ""), true)).isPresent();
    ParameterSchema some =
        new ParameterSchema(List.of(Parameter.listed("host", List.of("a.b", "c"))));
    assertThat(some.problem(Map.of("host", "a.b"), true)).isEmpty();
    assertThat(some.problem(Map.of("host", "axb"), true))
        .contains("the parameter 'host' is 'axb'; expected one of a.b, c");
  }

  @Test
  void anOpenSchemaStillBoundsLengths() {
    ParameterSchema open = ParameterSchema.anything();
    assertThat(open.problem(Map.of("any", "x".repeat(1000)), true)).isEmpty();
    assertThat(open.problem(Map.of("any", "x".repeat(1001)), true)).isPresent();
  }
}
