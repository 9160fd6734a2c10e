using System.Globalization;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>An image that stands for "nothing to see".</summary>
/// <param name="Of">
/// The network's input <c>[1, C, H, W]</c> and how it was made → one value a channel, <c>[1, C, 1, 1]</c>, normalized as the input is; owned by the
/// caller's dispose scope.
/// </param>
public sealed record Baseline(Func<Tensor, InputSpec, Tensor> Of);

/// <summary>All baselines by name; besides, any colour.</summary>
public static class Baselines
{
    private const float Brightest = 255;

    // ITU-R 601, as in the conversion of photos.
    private static readonly float[] Luma = [0.299f, 0.587f, 0.114f];

    /// <summary>0 once normalized.</summary>
    public static Baseline Mean { get; } = new((image, _) => zeros([1, image.shape[1], 1, 1], device: image.device));

    public static Baseline Black { get; } = Color(0, 0, 0);

    public static Baseline White { get; } = Color(Brightest, Brightest, Brightest);

    /// <summary>Each channel's mean over this image.</summary>
    public static Baseline Own { get; } = new((image, _) => image.mean([2, 3], keepdim: true));

    public static IReadOnlyDictionary<string, Baseline> All { get; } = new Dictionary<string, Baseline>(StringComparer.OrdinalIgnoreCase)
    {
        ["mean"] = Mean,
        ["black"] = Black,
        ["white"] = White,
        ["own"] = Own,
    };

    /// <summary>By its name, or a colour <c>#rrggbb</c>; null where it is neither, which is told.</summary>
    public static Baseline? Find(string text, FieldErrors errors)
    {
        var name = text.Trim();
        if (All.TryGetValue(name, out var known))
            return known;
        if (name is ['#', .. { Length: 6 } digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var color))
            return Color(color >> 16, (color >> 8) & 255, color & 255);
        errors.AddUnknown(MethodFields.Baseline.Name, "baseline", name, [.. All.Keys, "a colour such as #7f7f7f"]);
        return null;
    }

    private static Baseline Color(float red, float green, float blue) => new((image, spec) =>
    {
        float[] color = [red, green, blue];
        var luma = color.Zip(Luma, (value, share) => value * share).Sum();
        var values = spec.Photos.SelectMany(photo => ColorPlanes.Of(photo.Color).Select((plane, i) =>
            (ValueOf(plane) - Own(photo.Mean, i)) / Own(photo.Std, i))).ToArray();
        // Of several frames, each has the channels of one.
        var channels = (int)image.shape[1];
        return tensor([.. Enumerable.Range(0, channels).Select(i => values[i % values.Length])], [1, channels, 1, 1], device: image.device);

        float ValueOf(Plane plane) => plane switch
        {
            Plane.Luma => luma,
            Plane.Alpha => Brightest,
            _ => color[(int)plane],
        };

        static float Own(IReadOnlyList<float> numbers, int channel) => numbers[numbers.Count == 1 ? 0 : channel];
    });
}
