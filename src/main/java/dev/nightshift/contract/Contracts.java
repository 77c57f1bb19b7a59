package dev.nightshift.contract;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Makes Avro read and copy the records of this package. Since 1.12.2 Avro makes objects of named
 * classes only if they are trusted, and it trusts none of ours by itself: without this, reading any
 * record with an enum or a nested record ends in a {@link SecurityException}.
 */
public final class Contracts {

  private static final String PACKAGE = Contracts.class.getPackageName() + ".";
  private static final AtomicBoolean TRUSTED = new AtomicBoolean();

  private Contracts() {}

  /** Adds this package to what Avro trusts in this JVM; once is enough, more do no harm. */
  public static void trust() {
    if (TRUSTED.compareAndSet(false, true)) {
      ClassSecurityPredicate ours = type -> type.getName().startsWith(PACKAGE);
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
    }
  }
}
