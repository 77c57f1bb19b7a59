package dev.nightshift.actuator.action;

import java.util.List;
import java.util.Optional;

/** Settings of a provider whose operations are a fixed list. */
public interface SpecifiedProvider extends ProviderSettings {

  /** Its operations, in the order of the documents. */
  List<ActionSpec> specs();

  @Override
  default Optional<ActionSpec> spec(String operation) {
    return specs().stream().filter(spec -> spec.operation().equals(operation)).findFirst();
  }

  @Override
  default List<String> operations() {
    return specs().stream().map(ActionSpec::operation).toList();
  }
}
