package dev.nightshift.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import java.util.ArrayList;
import java.util.List;

/**
 * The autoencoder of each family for PyTorch, and its weights for export. All take and give
 * flattened windows, [batch, steps * F].
 */
final class NetworkBlocks {

  private static final int KERNEL = 3;

  private NetworkBlocks() {}

  static Block build(TrainingOptions options, int steps, int features) {
    return switch (options.network()) {
      case DENSE -> dense(options, steps * features);
      case CONV -> convolution(options, steps, features);
      case GRU -> recurrent(options, steps, features);
    };
  }

  private static Block dense(TrainingOptions options, int width) {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(options.hidden()).build())
        .add(Activation.tanhBlock())
        .add(Linear.builder().setUnits(options.latent()).build())
        .add(Activation.tanhBlock())
        .add(Linear.builder().setUnits(options.hidden()).build())
        .add(Activation.tanhBlock())
        .add(Linear.builder().setUnits(width).build());
  }

  private static Block convolution(TrainingOptions options, int steps, int features) {
    SequentialBlock block =
        new SequentialBlock()
            .add(reshaped(new Shape(-1, steps, features)))
            .add(new LambdaBlock(in -> new NDList(in.singletonOrThrow().transpose(0, 2, 1))));
    for (int channels : new int[] {options.hidden(), options.latent(), options.hidden()}) {
      block.add(conv(channels)).add(Activation.tanhBlock());
    }
    return block
        .add(conv(features))
        .add(new LambdaBlock(in -> new NDList(in.singletonOrThrow().transpose(0, 2, 1))))
        .add(reshaped(new Shape(-1, (long) steps * features)));
  }

  private static Block conv(int channels) {
    return Conv1d.builder()
        .setFilters(channels)
        .setKernelShape(new Shape(KERNEL))
        .optPadding(new Shape(KERNEL / 2))
        .build();
  }

  private static Block recurrent(TrainingOptions options, int steps, int features) {
    return new SequentialBlock()
        .add(reshaped(new Shape(-1, steps, features)))
        .add(
            GRU.builder()
                .setStateSize(2 * options.latent())
                .setNumLayers(1)
                .optBatchFirst(true)
                .build())
        .add(Linear.builder().setUnits(features).build())
        .add(reshaped(new Shape(-1, (long) steps * features)));
  }

  private static Block reshaped(Shape shape) {
    return new LambdaBlock(in -> new NDList(in.singletonOrThrow().reshape(shape)));
  }

  /**
   * The weights in the form that is exported.
   *
   * @param parameters of the trained block, in its order
   */
  static Network network(NetworkFamily family, List<Parameter> parameters) {
    float[][] values =
        parameters.stream().map(p -> p.getArray().toFloatArray()).toArray(float[][]::new);
    Shape[] shapes = parameters.stream().map(p -> p.getArray().getShape()).toArray(Shape[]::new);
    return switch (family) {
      case DENSE -> {
        List<Network.Dense.Layer> layers = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
          layers.add(layer(shapes, values, i));
        }
        yield new Network.Dense(layers);
      }
      case CONV -> {
        List<Network.Convolution.Filters> layers = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
          layers.add(
              new Network.Convolution.Filters(
                  (int) shapes[i].get(1),
                  (int) shapes[i].get(0),
                  (int) shapes[i].get(2),
                  values[i],
                  values[i + 1]));
        }
        yield new Network.Convolution(layers);
      }
      case GRU ->
          new Network.Recurrent(
              (int) shapes[1].get(1),
              values[0],
              values[1],
              values[2],
              values[3],
              layer(shapes, values, 4));
    };
  }

  private static Network.Dense.Layer layer(Shape[] shapes, float[][] values, int at) {
    return new Network.Dense.Layer(
        (int) shapes[at].get(1), (int) shapes[at].get(0), values[at], values[at + 1]);
  }
}
