using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Naming;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>What <c>bind</c> says of inputs besides photo and text, and what the graphs declare of them → the inputs as they are fed.</summary>
/// <param name="manifest">What is bound.</param>
/// <param name="rows">Of a batch of images: null where the graph leaves it open, 0 where it has no axis of images.</param>
/// <param name="graphs">One or two.</param>
internal sealed class FurtherWiring(ModelManifest manifest, long? rows, IReadOnlyList<Graph> graphs)
{
    private readonly List<string> _problems = [];

    /// <exception cref="ManifestException">The two do not fit; all that does not is told.</exception>
    public IReadOnlyList<FurtherInput> Inputs()
    {
        var inputs = manifest.Bind.Where(entry => entry.Value.IsFurther).Select(entry => Of(entry.Key, entry.Value)).OfType<FurtherInput>().ToList();
        return _problems.Count == 0 ? inputs : throw manifest.Problem([.. _problems]);
    }

    private FurtherInput? Of(string name, Binding binding)
    {
        var declared = graphs.SelectMany(graph => graph.Inputs).Where(input => input.Name == name).ToList();
        if (declared.Count == 2 && (declared[0].Type != declared[1].Type || !Same(declared[0].Shape, declared[1].Shape)))
            return Refused<FurtherInput>(name, "both graphs have such an input, and of another type or shape");
        var input = declared[0];
        if (!NumberTypes.IsKnown(input.Type ?? ScalarType.Float32))
            return Refused<FurtherInput>(name, $"the input takes {input.Type}, which nothing can feed");
        return binding.Picture is { } picture ? Picture(input, picture) : Numbers(input, binding);
    }

    private NumberInput? Numbers(GraphInput input, Binding binding)
    {
        var (said, hasRows) = (binding.Shape, HasRows(input.Shape, binding.Shape));
        var open = hasRows ? input.Shape?.Skip(1).ToList() : input.Shape?.ToList();
        if (said is not null && open is not null
            && (said.Count != open.Count || open.Zip(said).Any(pair => pair.First is { } size && size != pair.Second)))
            return Refused<NumberInput>(
                input.Name, $"shape is {ShapeText.Of(said.Select(size => (long)size))}, and the graph says {ShapeText.OfInput(input.Shape)}");
        if (said is null && (open is null || open.Contains(null)))
            return Refused<NumberInput>(input.Name, $"the graph leaves its shape {ShapeText.OfInput(input.Shape)} open; "
                + "say in shape how many numbers an image has, without the batch axis");
        var (type, shape) = (input.Type ?? ScalarType.Float32, said?.Select(size => (long)size).ToList() ?? open!.ConvertAll(size => size!.Value));
        if (shape.Aggregate(1.0, (product, size) => product * size) > BindFile.MostNumbers)
            return Refused<NumberInput>(
                input.Name, $"it has {ShapeText.Of(shape)} numbers an image; at most {BindFile.MostNumbers} are read");
        var (least, most) = NumberTypes.RangeOf(type);
        var found = new NumberInput(input.Name, type, shape, hasRows)
        {
            IsFixed = binding.From == FeedSource.Constant,
            Range = (Math.Max(least, binding.Least ?? least), Math.Min(most, binding.Most ?? most)),
        };
        if (found.Range.Least > found.Range.Most)
            return Refused<NumberInput>(input.Name, $"no {type} is from min to max");
        return binding.Numbers is { } numbers ? WithNumbers(found, numbers) : found;
    }

    private NumberInput? WithNumbers(NumberInput input, IReadOnlyList<double> numbers)
    {
        // One number is for all.
        double[] all = numbers is [var one] ? [.. Enumerable.Repeat(one, input.Count)] : [.. numbers];
        var (name, expected) = ($"{input.Name}.{(input.IsFixed ? "value" : "default")}", NumberTypes.Expected(input, input.Count));
        if (all.Length != input.Count)
            return Refused<NumberInput>(name, $"has {all.Length} numbers; the input takes {expected}");
        return all.All(number => NumberTypes.Holds(input, number)) ? input with { Absent = all }
            : Refused<NumberInput>(name, $"the input takes {expected}");
    }

    /// <summary>An open first axis is that of the images, unless its size is said, too; and so is one of the image's own fixed size.</summary>
    private bool HasRows(IReadOnlyList<long?>? declared, IReadOnlyList<int>? said) => declared is null or [null, ..]
        ? rows != 0 && (declared is null || said?.Count != declared.Count) : declared is [{ } first, ..] && first == rows;

    private PictureInput? Picture(GraphInput input, InputFile said)
    {
        if (input.Shape is not (null or { Count: 4 } or { Count: 3 }))
            return Refused<PictureInput>(input.Name, $"a picture has four axes, and the input {ShapeText.OfInput(input.Shape)}");
        if (input.Type is not (
            null or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64 or ScalarType.Byte))
            return Refused<PictureInput>(input.Name, $"the input takes {input.Type}; a picture is real numbers or bytes");
        var isLast = said.Layout is { } layout ? layout == TensorLayout.Nhwc
            : ImageInput.IsLast(graphs.First(graph => graph.Inputs.Contains(input)), input);
        var axes = input.Shape ?? [null, null, null];
        var (channels, height, width) = isLast ? (axes[^1], axes[^3], axes[^2]) : (axes[^3], axes[^2], axes[^1]);
        var hasRows = input.Shape is not { Count: 3 } && HasRows(input.Shape, null);
        if (!hasRows && input.Shape is [not 1, _, _, _])
            return Refused<PictureInput>(input.Name, $"a request has one such picture, and the input {ShapeText.OfInput(input.Shape)}");
        var spec = Spec(input, said, channels, height, width);
        if (spec is null)
            return null;
        long[] sizes = isLast ? [spec.Height, spec.Width, spec.Channels] : [spec.Channels, spec.Height, spec.Width];
        long[] shape = !hasRows && input.Shape is not { Count: 3 } ? [1, .. sizes] : sizes;
        return new PictureInput(input.Name, input.Type ?? ScalarType.Float32, shape, hasRows)
        {
            Spec = spec,
            IsChannelsLast = isLast,
            HasOwnFit = said.Fit is not null,
        };
    }

    private InputSpec? Spec(GraphInput input, InputFile said, long? channels, long? height, long? width)
    {
        var photo = manifest.Input.Spec;
        var color = said.Color ?? (channels == 1 ? ColorOrder.Gray : channels is null || channels == photo.Channels ? photo.Color : ColorOrder.Rgb);
        var count = ColorPlanes.Of(color).Count;
        if (channels is { } needed && needed != count)
            return Refused<InputSpec>($"{input.Name}.color", $"{Names.Of(color)} has {count} channels, and the graph's input {needed}");
        foreach (var (side, own, fixedBy) in new[] { ("width", said.Width, width), ("height", said.Height, height) })
            if (own is { } size && fixedBy is { } known && size != known)
                return Refused<InputSpec>($"{input.Name}.{side}", $"is {size}, and the graph's input has {known}");
        var isByte = input.Type == ScalarType.Byte;
        if (isByte && (said.Mean is not (null or [0]) || said.Std is not (null or [1])))
            return Refused<InputSpec>($"{input.Name}.mean", "the graph takes bytes, as pixels are: mean is 0 and std 1, or neither is said");
        var (mean, std) = isByte ? ([0], [1]) : (said.Mean ?? photo.Mean, said.Std ?? photo.Std);
        foreach (var (member, numbers) in new[] { ("mean", mean), ("std", std) })
            if (numbers.Count != 1 && numbers.Count != count)
                return Refused<InputSpec>($"{input.Name}.{member}", said.Mean is null
                    ? $"is missing; the photo's {numbers.Count} numbers are not for {Names.Of(color)}"
                    : $"must be an array of 1 number, or of {count} for {Names.Of(color)}; has {numbers.Count}");
        return new InputSpec(
            (int)(width ?? said.Width ?? photo.Width), (int)(height ?? said.Height ?? photo.Height), color, said.Crop ?? photo.Crop,
            said.Fit ?? photo.Fit, said.Resize ?? photo.Resize, mean, std);
    }

    private static bool Same(IReadOnlyList<long?>? one, IReadOnlyList<long?>? other) => (one ?? []).SequenceEqual(other ?? []);

    private T? Refused<T>(string name, string problem) where T : class
    {
        _problems.Add($"bind.{name}: {problem}");
        return null;
    }
}
