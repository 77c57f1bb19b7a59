package dev.nightshift.actuator.notify;

import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.Json;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * E-mail by SMTP. Each stage of an incident has a Message-ID of its own, made from both: a notice
 * that was sent twice is one mail to readers that go by it, and all of an incident are one thread.
 */
final class Email implements Channel {

  static final String NAME = "email";

  /** How the connection is protected. */
  enum Protection {
    /** TLS from the first byte. */
    TLS,
    /** TLS before anything else is said; without it nothing is sent. */
    STARTTLS,
    /** None: for a relay on the same machine. */
    NONE
  }

  /** Where to send, as whom and to whom. */
  record Settings(
      String host,
      int port,
      Protection protection,
      Optional<String> user,
      Optional<Secret> password,
      String from,
      List<String> to,
      Duration timeout) {

    Settings {
      to = List.copyOf(to);
    }
  }

  private final Settings settings;
  private final Clock clock;
  private final Session session;

  Email(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.session = Session.getInstance(properties(settings), authenticator(settings));
  }

  private static Properties properties(Settings settings) {
    Properties properties = new Properties();
    String millis = Long.toString(settings.timeout().toMillis());
    properties.setProperty("mail.smtp.host", settings.host());
    properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
    for (String wait : List.of("connectiontimeout", "timeout", "writetimeout")) {
      properties.setProperty("mail.smtp." + wait, millis);
    }
    boolean start = settings.protection() == Protection.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(start));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(start));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(settings.protection() == Protection.TLS));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
    return properties;
  }

  private static Authenticator authenticator(Settings settings) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(
            settings.user().orElse(""), settings.password().map(Secret::reveal).orElse(""));
      }
    };
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Delivery deliver(Notice notice) {
    try {
      Transport.send(message(notice));
      return Delivery.delivered();
    } catch (SendFailedException e) {
      return Delivery.rejected("the mail server refused it: " + e.getMessage());
    } catch (MessagingException e) {
      return Delivery.later(
          "the mail server cannot be reached: " + e.getMessage(), Optional.empty());
    }
  }

  private MimeMessage message(Notice notice) throws MessagingException {
    String id = id(notice.incident(), notice.stage());
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress(settings.from()));
    for (String to : settings.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    String stage = notice.stage().name().toLowerCase(Locale.ROOT);
    message.setSubject("[" + stage + "] " + notice.summary(), StandardCharsets.UTF_8.name());
    message.setText(notice.summary() + "\n\n" + notice.details(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    if (notice.stage() != Stage.TRIGGERED) {
      String first = id(notice.incident(), Stage.TRIGGERED);
      message.setHeader("In-Reply-To", first);
      message.setHeader("References", first);
    }
    return message;
  }

  private static String id(String incident, Stage stage) {
    String name = stage.name().toLowerCase(Locale.ROOT);
    return "<" + Json.digest(incident).substring(0, 32) + "." + name + "@nightshift>";
  }
}
