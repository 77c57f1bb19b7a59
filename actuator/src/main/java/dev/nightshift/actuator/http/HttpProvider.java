package dev.nightshift.actuator.http;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ListedActions;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.SpecifiedProvider;
import java.util.function.Function;

/** Providers whose actions all go to one receiver over HTTP. */
public final class HttpProvider {

  private HttpProvider() {}

  /**
   * Opens one.
   *
   * @param settings say what it can do
   * @param protocols says how an operation is asked for
   */
  public static ActionProvider open(
      String name,
      SpecifiedProvider settings,
      Function<ActionSpec, HttpProtocol> protocols,
      HttpSettings http,
      ProviderContext context) {
    HttpCaller caller = new HttpCaller(http);
    return new ListedActions(
        name,
        settings.specs().stream()
            .map(spec -> new HttpAction(spec, protocols.apply(spec), caller, http, context))
            .toList());
  }
}
