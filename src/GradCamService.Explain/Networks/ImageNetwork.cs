using GradCamService.Explain.Manifests;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>
/// One or two graphs that lead from images to outputs: an optional encoder, whose output feeds the second graph. Target layers may
/// lie in either. It is shared by all requests and never changes; a batch whose orders have values for further inputs runs a copy that is fed with
/// them (<see cref="Fed"/>), which has the same graphs.
/// </summary>
/// <param name="Graph">The graph that makes the outputs.</param>
/// <param name="Encoder">The graph that runs first, or null.</param>
/// <param name="Wiring">Names of the tensors in between.</param>
public sealed record ImageNetwork(GraphRunner Graph, GraphRunner? Encoder, Wiring Wiring)
{
    /// <summary>Where the graphs run.</summary>
    public Device Device => Graph.Graph.Device;

    /// <summary>What feeds <see cref="Wiring.Further"/>; none for a network that is not run yet, or has no such inputs.</summary>
    public Feeds Feeds { get; private init; } = Feeds.None;

    /// <summary>The second graph's input that <see cref="Encode"/> feeds; the image's own where there is no encoder.</summary>
    public string FeaturesInput => Encoder is null ? Wiring.Image : Wiring.Features!;

    /// <summary>
    /// What makes the scores, where that is a dense layer with a row an image. Looked up whenever it is asked for: a copy of the network with another
    /// output has another one.
    /// </summary>
    public DenseLayer? Classifier => Wiring is
    { FixedBatch: null, HasBatchAxis: true, Explained: null, Scores: ScoreReading { Form: ScoreForm.Plain } }
        ? DenseLayer.Before(Graph.Graph, Wiring.Output) : null;

    /// <summary>The network for the images of one batch.</summary>
    public ImageNetwork Fed(Feeds feeds) => this with { Feeds = feeds };

    /// <summary>The network for copies of images of its batch: with other pixels, and what the images' orders say besides.</summary>
    /// <param name="images">As of <see cref="Feeds.Of"/>.</param>
    public ImageNetwork For(params IReadOnlyList<int> images) => Fed(Feeds.Of(images));

    /// <summary>Whether a tensor with this name lies in the encoder.</summary>
    public bool IsInEncoder(string layer) =>
        Encoder is not null && Encoder.Graph.Nodes.Any(node => node.Outputs.Contains(layer));

    /// <summary>Whether a tensor of the second graph is computed from a layer of either.</summary>
    public bool LeadsTo(string layer, string tensor)
    {
        var reached = new HashSet<string> { IsInEncoder(layer) ? FeaturesInput : layer };
        foreach (var node in Graph.Graph.Nodes.Where(node => node.Inputs.Concat(node.Captured).Any(reached.Contains)))
            reached.UnionWith(node.Outputs);
        return reached.Contains(tensor);
    }

    /// <summary>Images in the layout and type of the first graph's input.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>; only one for a file without a batch axis, and no more than a fixed batch has rows.</param>
    /// <returns>Rows of a fixed batch that no image fills repeat the last one.</returns>
    public Tensor ToInput(Tensor images)
    {
        var arranged = Filled(Wiring.Layout == TensorLayout.Nhwc ? images.permute(0, 2, 3, 1) : images);
        return Wiring.ImageType is { } type ? arranged.to(type) : arranged;
    }

    /// <summary>A tensor with a row an image as the file wants it: with as many rows as a fixed batch has, or without the axis of images.</summary>
    private Tensor Filled(Tensor tensor)
    {
        if (Wiring.FixedBatch - tensor.shape[0] is > 0 and var missing)
            tensor = cat([tensor, tensor[^1..].expand([missing, .. tensor.shape[1..]])], 0);
        return Wiring.HasBatchAxis ? tensor : tensor.squeeze(0);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, whatever the graph's layout.</param>
    /// <param name="text">Token numbers <c>[N, T]</c> for a network that reads text, else null.</param>
    /// <param name="layers">Target layers to fetch.</param>
    /// <param name="run">The ReLU rule and autograd's leaves.</param>
    /// <param name="given">A layer whose tensor is known, <c>[N, …]</c>: what lies before it does not run. Null: none.</param>
    public Decoded Run(Tensor images, Tensor? text, IReadOnlyList<string> layers, GraphRun run, (string Layer, Tensor Activations)? given = null)
    {
        var encoded = Encode(images, layers, run, given);
        return Decode(encoded, text, layers, run, (int)images.shape[0], given);
    }

    /// <summary>Computes the tensor that the second graph reads, and those layers that lie before it.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>, whatever the graph's layout.</param>
    /// <param name="layers">Target layers to fetch.</param>
    /// <param name="run">The ReLU rule and autograd's leaves.</param>
    /// <param name="given">As of <see cref="Run"/>.</param>
    public EncodedImages Encode(Tensor images, IReadOnlyList<string> layers, GraphRun run, (string Layer, Tensor Activations)? given = null)
    {
        images = ToInput(images);
        if (Encoder is null)
            return new EncodedImages(images, new Dictionary<string, Tensor>());
        var feeds = new Dictionary<string, Tensor> { [Wiring.Image] = images };
        if (given is var (layer, activations) && IsInEncoder(layer))
            feeds[layer] = Filled(activations);
        AddFurther(feeds, Encoder.Graph, images);
        string[] fetches = [Wiring.EncoderOutput!, .. layers.Where(IsInEncoder)];
        var fetched = Encoder.Run(feeds, fetches, run);
        return new EncodedImages(fetched[0], fetches.Zip(fetched).Skip(1).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>Computes the outputs, what they are made of, and those layers that lie in the second graph.</summary>
    /// <param name="encoded">What <see cref="Encode"/> gave.</param>
    /// <param name="text">Token numbers <c>[N, T]</c> for a network that reads text, else null.</param>
    /// <param name="layers">Target layers to fetch.</param>
    /// <param name="run">The ReLU rule and autograd's leaves.</param>
    /// <param name="images">How many rows are images: a fixed batch may have more.</param>
    /// <param name="given">As of <see cref="Run"/>.</param>
    public Decoded Decode(
        EncodedImages encoded, Tensor? text, IReadOnlyList<string> layers, GraphRun run, int images, (string Layer, Tensor Activations)? given = null)
    {
        var features = encoded.Features;
        var feeds = new Dictionary<string, Tensor> { [FeaturesInput] = features };
        if (text is not null)
            feeds[Wiring.Text!] = text;
        if (given is var (layer, tensor) && !IsInEncoder(layer))
            feeds[layer] = Filled(tensor);
        AddFurther(feeds, Graph.Graph, features);
        var own = layers.Where(name => !IsInEncoder(name)).ToList();
        var classifier = Classifier;
        var reading = Wiring.Scores;
        string[] fetches =
            [.. new[] { Wiring.Output, Wiring.Explained, classifier?.Input }.Concat(reading.Further).OfType<string>().Concat(own).Distinct()];
        var fetched = fetches.Zip(Graph.Run(feeds, fetches, run)).ToDictionary(pair => pair.First, pair => pair.Second);
        // Of a sentence there is a row of scores a word.
        var isOfImages = text is null || fetched[Wiring.Output].dim() == 2;
        var scores = isOfImages ? reading.ScoresOf(Rows(Wiring.Output)) : fetched[Wiring.Output];
        // A bias may make more scores than the layer did.
        var dense = classifier is null ? null : fetched[classifier.Input];
        var isRowAnImage = dense?.dim() == 2 && scores.shape.SequenceEqual([dense.shape[0], classifier!.Outputs]);
        return new Decoded(Wiring.Explained is { } explained ? Rows(explained).flatten(1) : scores, isRowAnImage ? dense : null)
        {
            Activations = encoded.Activations.Concat(own.Select(name => KeyValuePair.Create(name, fetched[name]))).ToDictionary(),
            Outputs = () => reading.OutputsOf(scores.detach(), [.. reading.Further.Select(tensor => Rows(tensor).detach())]),
        };

        // One row an image; a file for one image without a batch axis is given one.
        Tensor Rows(string tensor)
        {
            var count = Wiring.HasBatchAxis ? features.shape[0] : 1;
            var rows = fetched[tensor];
            rows = !Wiring.HasBatchAxis ? rows.unsqueeze(0) : rows.dim() > 0 && rows.shape[0] == count ? rows : rows.reshape(count, -1);
            return images < count ? rows[..images] : rows;
        }
    }

    /// <summary>Adds what a graph reads besides image and text.</summary>
    /// <param name="feeds">What it is fed with.</param>
    /// <param name="graph">One of the two.</param>
    /// <param name="images">Its images or their features, of which there is a row for each.</param>
    internal void AddFurther(Dictionary<string, Tensor> feeds, Graph graph, Tensor images) =>
        Feeds.AddTo(feeds, graph, Wiring.HasBatchAxis ? images.shape[0] : 1, Wiring.FixedBatch is not null);

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
        var used = gradients.ne(Numbers.Of(0)).any(0).nonzero().flatten();
        return gradients.index_select(1, used).mm(Classifier.IsTransposed ? weight.index_select(1, used).t() : weight.index_select(0, used));
    }
}

/// <summary>What the first graph computed, or the images where there is none.</summary>
/// <param name="Features">What the second graph reads.</param>
/// <param name="Activations">Target layers by name, those of this graph; of a fixed batch with all of its rows.</param>
public sealed record EncodedImages(Tensor Features, IReadOnlyDictionary<string, Tensor> Activations);

/// <summary>What the network computed.</summary>
/// <param name="Logits">
/// What targets' scores are computed of, one row an image: the network's scores, or the tensor that is explained in their place.
/// </param>
/// <param name="ClassifierInput">The input of <see cref="ImageNetwork.Classifier"/>, where that sees each image for itself.</param>
public sealed record Decoded(Tensor Logits, Tensor? ClassifierInput)
{
    /// <summary>Target layers by name; of a fixed batch with all of its rows.</summary>
    public IReadOnlyDictionary<string, Tensor> Activations { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>What the network says of each image; to be asked for while its tensors are alive.</summary>
    public required Func<IReadOnlyList<NetworkOutput>> Outputs { get; init; }
}

/// <summary>Names of the tensors by which a network is fed and read.</summary>
/// <param name="Image">The image input, of the encoder if there is one.</param>
/// <param name="Output">The tensor of which the scores are made: the scores before any softmax, or shares.</param>
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
    int Padding = 0)
{
    /// <summary>How scores and all else that the network says are read from <see cref="Output"/>.</summary>
    public OutputReading Scores { get; init; } = ScoreReading.Logits;

    /// <summary>The second graph's tensor whose elements are explained in place of the scores; null: the scores.</summary>
    public string? Explained { get; init; }

    /// <summary>Inputs besides image, features and text, of either graph.</summary>
    public IReadOnlyList<FurtherInput> Further { get; init; } = [];

    /// <summary>Rows of a batch, 2 or more, where the file fixes their number; null where it leaves it open or takes one image.</summary>
    public int? FixedBatch { get; init; }

    /// <summary>Whether the image input has an axis of images: otherwise it is one, <c>[C, H, W]</c> or <c>[H, W, C]</c>.</summary>
    public bool HasBatchAxis { get; init; } = true;
}
