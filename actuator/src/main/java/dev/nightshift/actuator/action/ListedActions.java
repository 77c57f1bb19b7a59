package dev.nightshift.actuator.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A provider that is no more than the list of its actions. */
public final class ListedActions implements ActionProvider {

  private final String name;
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final Runnable closing;

  /**
   * Makes the provider.
   *
   * @param closing lets go of what the actions share
   */
  public ListedActions(String name, List<? extends Action> actions, Runnable closing) {
    this.name = name;
    this.closing = closing;
    actions.forEach(action -> this.actions.put(action.spec().operation(), action));
  }

  public ListedActions(String name, List<? extends Action> actions) {
    this(name, actions, () -> {});
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Action action(String operation) {
    Action action = actions.get(operation);
    if (action == null) {
      throw new IllegalArgumentException(name + " has no operation '" + operation + "'");
    }
    return action;
  }

  @Override
  public void close() {
    closing.run();
  }
}
