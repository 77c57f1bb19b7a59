package dev.nightshift.actuator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes an answer's body up to a number of bytes. One that is longer ends the call: its connection
 * is closed, and nothing more of it is kept.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /** The answer is longer than it may be. */
  static final class TooLong extends IOException {

    private static final long serialVersionUID = 1L;

    TooLong(int most) {
      super("the answer is longer than " + most + " bytes");
    }
  }

  private BoundedBody(int most) {
    this.most = most;
  }

  /** Takes no more than so many bytes of any answer, whatever it says of its length. */
  static HttpResponse.BodyHandler<byte[]> handler(int most) {
    return answer -> new BoundedBody(most);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    for (ByteBuffer buffer : part) {
      if (bytes.size() + buffer.remaining() > most) {
        subscription.cancel();
        body.completeExceptionally(new TooLong(most));
        return;
      }
      byte[] copy = new byte[buffer.remaining()];
      buffer.get(copy);
      bytes.writeBytes(copy);
    }
    subscription.request(1);
  }

  @Override
  public void onError(Throwable problem) {
    body.completeExceptionally(problem);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
