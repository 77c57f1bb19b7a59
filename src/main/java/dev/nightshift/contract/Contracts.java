package dev.nightshift.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Makes Avro read and copy the records of this package, those of earlier releases too. Since 1.12.2
 * Avro makes objects of named classes only if they are trusted, and it trusts none of ours by
 * itself: without this, reading any record with an enum or a nested record ends in a {@link
 * SecurityException}.
 */
public final class Contracts {

  private static final String PACKAGE = Contracts.class.getPackageName() + ".";
  private static final AtomicBoolean TRUSTED = new AtomicBoolean();

  /** Schemas of earlier releases, a folder beside this class: NAME.avsc, NAME.2.avsc, ... */
  private static final String EARLIER = "schemas/";

  private Contracts() {}

  /** Adds this package to what Avro trusts in this JVM; once is enough, more do no harm. */
  public static void trust() {
    if (TRUSTED.compareAndSet(false, true)) {
      ClassSecurityPredicate ours = type -> type.getName().startsWith(PACKAGE);
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
    }
  }

  /**
   * Reads records as today's schema has them, whichever release wrote them: topics keep them for
   * longer than a release lives, and the database is rebuilt from topics. A record names its schema
   * by fingerprint, and one that is not known could not be read. The generated classes take their
   * decoders from here.
   *
   * @param model of the record's class
   * @param schema today's
   */
  public static <T> BinaryMessageDecoder<T> decoder(SpecificData model, Schema schema) {
    BinaryMessageDecoder<T> decoder = new BinaryMessageDecoder<>(model, schema);
    earlier(schema.getName()).forEach(decoder::addSchema);
    return decoder;
  }

  private static List<Schema> earlier(String name) {
    List<Schema> earlier = new ArrayList<>();
    for (int version = 1; ; version++) {
      String file = EARLIER + name + (version == 1 ? "" : "." + version) + ".avsc";
      try (InputStream content = Contracts.class.getResourceAsStream(file)) {
        if (content == null) {
          return earlier;
        }
        earlier.add(new SchemaParser().parse(content).mainSchema());
      } catch (IOException e) {
        throw new UncheckedIOException("the schema " + file + " cannot be read", e);
      }
    }
  }
}
