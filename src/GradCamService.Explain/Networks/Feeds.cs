using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>What feeds a network's further inputs for the images of one batch. The tensors belong to the batch's dispose scope.</summary>
/// <param name="values">
/// By input, <c>[N, …]</c> with a row an image, or of one image for any number of its copies <c>[1, …]</c>; without an axis of images <c>[…]</c>.
/// </param>
public sealed class Feeds(IReadOnlyDictionary<FurtherInput, Tensor> values)
{
    /// <summary>Of a network that sees the photo alone.</summary>
    public static Feeds None { get; } = new(new Dictionary<FurtherInput, Tensor>());

    /// <summary>Of other images: each a copy of one of the batch's, as methods run them that change the image and ask again.</summary>
    /// <param name="images">For each image its row in this batch; a single one stands for any number of copies of that image.</param>
    public Feeds Of(params IReadOnlyList<int> images) => new(values.ToDictionary(entry => entry.Key, entry => entry.Key.HasRows
        ? entry.Value.index_select(0, tensor(images.Select(image => (long)image).ToArray(), device: entry.Value.device)) : entry.Value));

    /// <summary>A first run's, at load: values that the inputs can have, of one image for any number.</summary>
    internal static Feeds Trial(IEnumerable<FurtherInput> inputs, Device device) =>
        new(inputs.ToDictionary(input => input, input => Place(input.Trial(), device)));

    /// <summary>A tensor where the engine has its like: real numbers on the device; whole ones, which are indices and sizes, on the CPU.</summary>
    internal static Tensor Place(Tensor values, Device device) => values.is_floating_point() ? values.to(device) : values;

    /// <summary>Adds what a graph reads of them.</summary>
    /// <param name="feeds">What it is fed with.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">Images of this run; in a fixed batch the last image's values stand for those that are none, as its pixels do.</param>
    /// <param name="isFixed">Whether the batch is fixed.</param>
    internal void AddTo(Dictionary<string, Tensor> feeds, Graph graph, long rows, bool isFixed)
    {
        foreach (var (input, value) in values)
            if (!feeds.ContainsKey(input.Name) && graph.Inputs.Any(own => own.Name == input.Name))
                feeds[input.Name] = input.HasRows ? Rows(value, rows, isFixed) : value;
    }

    private static Tensor Rows(Tensor value, long rows, bool isFixed) => value.shape[0] switch
    {
        var given when given == rows => value,
        1 => value.expand([rows, .. value.shape[1..]]),
        var given when isFixed && given < rows => cat([value, value[^1..].expand([rows - given, .. value.shape[1..]])], 0),
        var given => throw new InvalidOperationException($"{rows} images are run, and {given} are fed; Feeds.Of says which is which"),
    };
}
