package dev.serin.server.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Sends a letter as electronic mail.
record MailSender(Destination.Mail mail, Map<String, String> environment) implements Sender {
  @Override
  public Sent send(Addressed addressed) {
    if (addressed.recipient().isEmpty()) {
      return new Sent.Never("mail needs a recipient: subscribe with an address");
    }
    Optional<String> password = mail.password().read(environment);
    if (password.isEmpty()) {
      return new Sent.Later(mail.password() + " is not there: set it again");
    }
    try {
      MimeMessage message = message(addressed);
      Transport.send(
          message,
          message.getAllRecipients(),
          mail.user().isEmpty() ? null : mail.user(),
          mail.user().isEmpty() ? null : password.get());
      return new Sent.Taken();
    } catch (AddressException e) {
      return new Sent.Never("\"" + e.getRef() + "\" is no address: " + e.getMessage());
    } catch (SendFailedException e) {
      return refused(e);
    } catch (MessagingException e) {
      return new Sent.Later(place() + ": " + e.getMessage());
    }
  }

  /// A server that says of every address that it does not know it says so the next time.
  private Sent refused(SendFailedException failure) {
    Address[] invalid = failure.getInvalidAddresses();
    Address[] unsent = failure.getValidUnsentAddresses();
    String why = place() + ": " + reason(failure);
    return invalid != null && invalid.length > 0 && (unsent == null || unsent.length == 0)
        ? new Sent.Never(why)
        : new Sent.Later(why);
  }

  private static String reason(MessagingException failure) {
    Exception next = failure.getNextException();
    String why = String.valueOf(failure.getMessage()).strip();
    return next == null ? why : why + ": " + String.valueOf(next.getMessage()).strip();
  }

  private String place() {
    return "the mail server " + mail.server().host() + ":" + mail.server().port();
  }

  private MimeMessage message(Addressed addressed) throws MessagingException {
    Letter letter = addressed.letter();
    String id = "<" + letter.text("id") + "@serin>";
    MimeMessage message =
        new MimeMessage(Session.getInstance(properties())) {
          // The same for each try: mail servers drop what they have.
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress(mail.from(), true));
    message.setRecipients(RecipientType.TO, InternetAddress.parse(addressed.recipient(), true));
    message.setSubject(addressed.title(Wording.Place.TEXT).replaceAll("\\s+", " "), UTF_8.name());
    String url = letter.text("url");
    message.setText(
        addressed.text(Wording.Place.TEXT) + "\n" + (url.isEmpty() ? "" : "\n" + url + "\n"),
        UTF_8.name());
    message.setSentDate(Date.from(Instant.parse(letter.text("at"))));
    message.setHeader("Auto-Submitted", "auto-generated");
    // Mail readers show the messages of one update together.
    message.setHeader(
        "References",
        "<%s.%s.%s@serin>"
            .formatted(letter.text("namespace"), letter.text("name"), letter.text("update")));
    return message;
  }

  private Properties properties() {
    Destination.Mail.Server server = mail.server();
    String patience = Long.toString(server.timeout().toMillis());
    boolean tls = server.security() == Destination.Mail.Security.TLS;
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", server.host());
    properties.put("mail.smtp.port", Integer.toString(server.port()));
    properties.put("mail.smtp.auth", Boolean.toString(!mail.user().isEmpty()));
    properties.put("mail.smtp.connectiontimeout", patience);
    properties.put("mail.smtp.timeout", patience);
    properties.put("mail.smtp.writetimeout", patience);
    properties.put("mail.smtp.ssl.enable", Boolean.toString(tls));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    if (server.security() == Destination.Mail.Security.STARTTLS) {
      properties.put("mail.smtp.starttls.enable", "true");
      properties.put("mail.smtp.starttls.required", "true");
    }
    return properties;
  }
}
