package dev.nightshift.training;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An autoencoder on PyTorch, of the family that the options name: it learns to give back normal
 * windows through a narrow waist, and fails to give back others. Hyperbolic tangents, because they
 * saturate: the network cannot follow values beyond those it has seen.
 *
 * <p>In training whole features are hidden from it at random (Vincent et al., "Extracting and
 * Composing Robust Features with Denoising Autoencoders", ICML 2008), so it predicts a feature from
 * the others instead of copying it. Weights come from the seed and PyTorch computes in one thread:
 * the same data and seed give the same network.
 */
final class Autoencoder implements AutoCloseable {

  private final TrainingOptions options;
  private final int width;
  private final int features;
  private final Model model;
  private final Trainer trainer;
  private final Random random;

  Autoencoder(int steps, int features, TrainingOptions options) {
    Torch.prepare();
    this.options = options;
    this.features = features;
    this.width = steps * features;
    this.random = new Random(options.seed());
    this.model = Model.newInstance("autoencoder", Torch.ENGINE);
    model.setBlock(NetworkBlocks.build(options, steps, features));
    this.trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(
                    Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(options.learningRate()))
                        .build()));
    trainer.initialize(new Shape(1, width));
    for (Parameter parameter : parameters()) {
      initialise(parameter.getArray());
    }
  }

  /** Error of an epoch on training and held-out windows. */
  record Epoch(double training, double heldOut) {}

  /**
   * Trains until the held-out error no longer falls, and goes back to the best epoch.
   *
   * @param inputs normalised windows, 0 where missing
   * @param weights [window][value] of the loss; 0 where missing
   * @return the learning curve
   */
  List<Epoch> train(
      float[][] inputs,
      float[][] weights,
      float[][] heldOut,
      float[][] heldOutWeights,
      String name,
      Progress progress) {
    List<Epoch> curve = new ArrayList<>();
    float[][] best = snapshot();
    double least = Double.MAX_VALUE;
    int since = 0;
    int[] order = new int[inputs.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int epoch = 1; epoch <= options.maxEpochs() && since < options.patience(); epoch++) {
      shuffle(order);
      double training = epoch(inputs, weights, order);
      double held = error(heldOut, heldOutWeights);
      curve.add(new Epoch(training, held));
      progress.epoch(name, epoch, options.maxEpochs(), training, held);
      if (held < least * 0.999) {
        least = held;
        best = snapshot();
        since = 0;
      } else {
        since++;
      }
    }
    restore(best);
    return curve;
  }

  /** What the network makes of windows; rows as the inputs. */
  float[][] reconstruct(float[][] inputs) {
    float[][] outputs = new float[inputs.length][];
    int chunk = 512;
    for (int from = 0; from < inputs.length; from += chunk) {
      int to = Math.min(inputs.length, from + chunk);
      try (NDManager scope = model.getNDManager().newSubManager()) {
        NDArray batch = scope.create(flat(inputs, identity(from, to)), new Shape(to - from, width));
        float[] all = trainer.evaluate(new NDList(batch)).singletonOrThrow().toFloatArray();
        for (int i = from; i < to; i++) {
          outputs[i] = Arrays.copyOfRange(all, (i - from) * width, (i - from + 1) * width);
        }
      }
    }
    return outputs;
  }

  /** The weights, for export. */
  Network network() {
    return NetworkBlocks.network(options.network(), parameters());
  }

  private double epoch(float[][] inputs, float[][] weights, int[] order) {
    double sum = 0;
    int batches = 0;
    for (int from = 0; from < order.length; from += options.batch()) {
      int to = Math.min(order.length, from + options.batch());
      int[] rows = Arrays.copyOfRange(order, from, to);
      Shape shape = new Shape(rows.length, width);
      try (NDManager scope = model.getNDManager().newSubManager()) {
        float[] target = flat(inputs, rows);
        NDArray wanted = scope.create(target, shape);
        NDArray weight = scope.create(flat(weights, rows), shape);
        NDArray seen = scope.create(masked(target), shape);
        try (GradientCollector gradients = trainer.newGradientCollector()) {
          NDArray output = trainer.forward(new NDList(seen)).singletonOrThrow();
          NDArray loss = output.sub(wanted).square().mul(weight).mean();
          gradients.backward(loss);
          sum += loss.getFloat();
        }
        trainer.step();
      }
      batches++;
    }
    return batches == 0 ? 0 : sum / batches;
  }

  private double error(float[][] inputs, float[][] weights) {
    float[][] outputs = reconstruct(inputs);
    double sum = 0;
    for (int i = 0; i < inputs.length; i++) {
      for (int j = 0; j < width; j++) {
        double residual = outputs[i][j] - inputs[i][j];
        sum += weights[i][j] * residual * residual;
      }
    }
    return sum / Math.max(1.0, (double) inputs.length * width);
  }

  /** Hides whole features of some windows. */
  private float[] masked(float[] values) {
    float[] seen = values.clone();
    for (int start = 0; start < seen.length; start += width) {
      for (int f = 0; f < features; f++) {
        if (random.nextFloat() < options.masked()) {
          for (int at = start + f; at < start + width; at += features) {
            seen[at] = 0;
          }
        }
      }
    }
    return seen;
  }

  private float[] flat(float[][] rows, int[] which) {
    float[] flat = new float[which.length * width];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(rows[which[i]], 0, flat, i * width, width);
    }
    return flat;
  }

  private static int[] identity(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }

  private List<Parameter> parameters() {
    return model.getBlock().getParameters().values();
  }

  /** Glorot and Bengio's uniform range for weights, zero for biases; from our own seed. */
  private void initialise(NDArray array) {
    Shape shape = array.getShape();
    float[] values = new float[(int) shape.size()];
    if (shape.dimension() > 1) {
      long kernel = shape.dimension() == 2 ? 1 : shape.get(2);
      double range = Math.sqrt(6.0 / ((shape.get(0) + shape.get(1)) * kernel));
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * range);
      }
    }
    array.set(values);
  }

  private float[][] snapshot() {
    return parameters().stream().map(p -> p.getArray().toFloatArray()).toArray(float[][]::new);
  }

  private void restore(float[][] values) {
    List<Parameter> parameters = parameters();
    for (int i = 0; i < values.length; i++) {
      parameters.get(i).getArray().set(values[i]);
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }

  /** How PyTorch is started: from the class path, in one thread, without its graph optimizer. */
  private static final class Torch {
    static final String ENGINE = "PyTorch";

    /** A value that the user set stays. Read once, when the engine starts. */
    static void prepare() {
      setDefault("ai.djl.offline", "true");
      setDefault("ai.djl.pytorch.graph_optimizer", "false");
      setDefault("ai.djl.pytorch.num_threads", "1");
      setDefault("ai.djl.pytorch.num_interop_threads", "1");
      Engine.getEngine(ENGINE);
    }

    private static void setDefault(String key, String value) {
      if (System.getProperty(key) == null) {
        System.setProperty(key, value);
      }
    }
  }
}
