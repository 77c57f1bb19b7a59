package dev.nightshift.config;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro make objects of our contract classes.
 *
 * <p>Since 1.12 Avro refuses to load a class that a schema names unless it is trusted, which guards
 * against hostile schemas. Only the package of the generated contracts is added here; the system
 * property {@code org.apache.avro.SERIALIZABLE_PACKAGES=dev.nightshift.contract} does the same for
 * a whole JVM. Call it from a static initializer of whatever class reads contracts first in a
 * process.
 */
public final class TrustedContracts {

  private static final String PACKAGE = "dev.nightshift.contract";
  private static final AtomicBoolean ADDED = new AtomicBoolean();

  private TrustedContracts() {}

  /** Adds the package to what Avro trusts; once, and beside what is trusted already. */
  public static void trust() {
    if (ADDED.compareAndSet(false, true)) {
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(
              ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
    }
  }
}
