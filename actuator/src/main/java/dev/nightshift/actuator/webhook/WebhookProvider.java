package dev.nightshift.actuator.webhook;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.http.HttpAction;
import dev.nightshift.actuator.http.HttpCaller;

/** Acts by a signed webhook: whatever the action is, its receiver carries it out. */
public final class WebhookProvider implements ActionProvider {

  /** The name of this provider and of its section in the configuration. */
  public static final String NAME = "webhook";

  private final WebhookSettings settings;
  private final ProviderContext context;
  private final WebhookProtocol protocol;
  private final HttpCaller caller;

  public WebhookProvider(WebhookSettings settings, ProviderContext context) {
    this.settings = settings;
    this.context = context;
    this.protocol = new WebhookProtocol(settings, context.clock());
    this.caller = new HttpCaller(settings.http());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Action action(String operation) {
    return new HttpAction(
        settings.spec(operation).orElseThrow(), protocol, caller, settings.http(), context);
  }
}
