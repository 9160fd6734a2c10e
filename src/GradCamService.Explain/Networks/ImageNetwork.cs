using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>
/// One or two graphs that lead from images to outputs: an optional encoder, whose output feeds the second graph. Target layers may
/// lie in either. It is shared by all requests and never changes.
/// </summary>
/// <param name="Graph">The graph that makes the outputs.</param>
/// <param name="Encoder">The graph that runs first, or null.</param>
/// <param name="Wiring">Names of the tensors in between.</param>
public sealed record ImageNetwork(GraphRunner Graph, GraphRunner? Encoder, Wiring Wiring)
{
    /// <summary>Where the graphs run.</summary>
    public Device Device => Graph.Graph.Device;

    /// <summary>The second graph's input that <see cref="Encode"/> feeds; the image's own where there is no encoder.</summary>
    public string FeaturesInput => Encoder is null ? Wiring.Image : Wiring.Features!;

    /// <summary>What makes the outputs, where that is a dense layer.</summary>
    public DenseLayer? Classifier { get; } = DenseLayer.Before(Graph.Graph, Wiring.Output);

    /// <summary>Whether a tensor with this name lies in the encoder.</summary>
    public bool IsInEncoder(string layer) =>
        Encoder is not null && Encoder.Graph.Nodes.Any(node => node.Outputs.Contains(layer));

    /// <summary>Images in the layout and type of the first graph's input.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>.</param>
    public Tensor ToInput(Tensor images)
    {
        var arranged = Wiring.Layout == TensorLayout.Nhwc ? images.permute(0, 2, 3, 1) : images;
        return Wiring.ImageType is { } type ? arranged.to(type) : arranged;
    }

    /// <summary>Computes the tensor that the second graph reads, and the layer if it lies before it.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, whatever the graph's layout.</param>
    /// <param name="layer">The target layer, or null.</param>
    /// <param name="run">The ReLU rule and autograd's leaves.</param>
    public (Tensor Features, Tensor? Activations) Encode(Tensor images, string? layer, GraphRun run)
    {
        images = ToInput(images);
        if (Encoder is null)
            return (images, null);
        string[] fetches = layer is not null && IsInEncoder(layer) ? [Wiring.EncoderOutput!, layer] : [Wiring.EncoderOutput!];
        var fetched = Encoder.Run(new Dictionary<string, Tensor> { [Wiring.Image] = images }, fetches, run);
        return (fetched[0], fetches.Length > 1 ? fetched[1] : null);
    }

    /// <summary>Computes the outputs, what they are made of, and the layer if it lies in the second graph.</summary>
    /// <param name="features">What <see cref="Encode"/> gave.</param>
    /// <param name="text">Token numbers <c>[N, T]</c> for a network that reads text, else null.</param>
    /// <param name="layer">The target layer, or null.</param>
    /// <param name="run">The ReLU rule and autograd's leaves.</param>
    public Decoded Decode(Tensor features, Tensor? text, string? layer, GraphRun run)
    {
        var feeds = new Dictionary<string, Tensor> { [FeaturesInput] = features };
        if (text is not null)
            feeds[Wiring.Text!] = text;
        var activations = layer is not null && !IsInEncoder(layer) ? layer : null;
        string[] fetches = [Wiring.Output, .. new[] { activations, Classifier?.Input }.OfType<string>()];
        var fetched = Graph.Run(feeds, fetches, run);
        // One row of scores an image, even where the file has further axes of size 1 or, for its one image, no batch axis.
        var scores = text is null && fetched[0].dim() != 2 ? fetched[0].reshape(features.shape[0], -1) : fetched[0];
        // Of a sentence there is a row of scores a word; and a bias may make more of them than the layer did.
        var isRowAnImage = Classifier is { Outputs: var outputs } && fetched[^1].dim() == 2 && scores.shape.SequenceEqual([fetched[^1].shape[0], outputs]);
        return new Decoded(scores, activations is null ? null : fetched[1], isRowAnImage ? fetched[^1] : null);
    }

    /// <summary>
    /// ∂y/∂x of the dense layer's input from ∂y/∂outputs. Only those weights are read whose output counts, which are few: a pass of autograd would
    /// read all of them, often megabytes, once a target.
    /// </summary>
    /// <param name="gradients"><c>[R, outputs]</c>.</param>
    /// <returns><c>[R, F]</c>.</returns>
    public Tensor ThroughClassifier(Tensor gradients)
    {
        using var plain = no_grad();
        var weight = Graph.Graph.Constants[Classifier!.Weight];
        var used = gradients.ne(0).any(0).nonzero().flatten();
        return gradients.index_select(1, used).mm(Classifier.IsTransposed ? weight.index_select(1, used).t() : weight.index_select(0, used));
    }
}

/// <summary>What the second graph computed.</summary>
/// <param name="Logits">The outputs, one row an image.</param>
/// <param name="Activations">The target layer, if it lies in that graph.</param>
/// <param name="ClassifierInput">The input of <see cref="ImageNetwork.Classifier"/>, where that sees each image for itself.</param>
public sealed record Decoded(Tensor Logits, Tensor? Activations, Tensor? ClassifierInput);

/// <summary>Names of the tensors by which a network is fed and read.</summary>
/// <param name="Image">The image input, of the encoder if there is one.</param>
/// <param name="Output">The scores before any softmax.</param>
/// <param name="EncoderOutput">The encoder's tensor that goes on, if there is an encoder.</param>
/// <param name="Features">The second graph's input that it feeds.</param>
/// <param name="Text">The second graph's input of token numbers, if it reads text.</param>
/// <param name="Layout">The image input's order of axes.</param>
/// <param name="ImageType">The element type that the image is turned into; null: float32 as it is.</param>
/// <param name="Padding">The token that fills short texts.</param>
public sealed record Wiring(
    string Image,
    string Output,
    string? EncoderOutput = null,
    string? Features = null,
    string? Text = null,
    TensorLayout Layout = TensorLayout.Nchw,
    ScalarType? ImageType = null,
    int Padding = 0);
