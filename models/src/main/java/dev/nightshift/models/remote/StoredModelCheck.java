package dev.nightshift.models.remote;

import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.StoredModel;

/** All checks that a model of a store has to pass, be it a file or served elsewhere. */
public final class StoredModelCheck {

  private final ModelLoader local;
  private final RemoteModelCheck remote;

  /**
   * @param local checks files
   */
  public StoredModelCheck(ModelLoader local) {
    this.local = local;
    this.remote = new RemoteModelCheck(RemoteClient::of);
  }

  /**
   * Checks.
   *
   * @param content of the model's file
   * @throws ModelRefusedException with the first check that fails
   */
  public ModelManifest check(StoredModel model, byte[] content) throws ModelRefusedException {
    return model.isRemote()
        ? remote.check(model, content).manifest()
        : local.load(model, content).manifest();
  }
}
