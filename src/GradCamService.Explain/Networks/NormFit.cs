using System.Globalization;
using GradCamService.Explain.Descriptions;
using GradCamService.Explain.Imaging;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using GradCamService.Onnx.Execution;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>
/// Which of the usual preparations makes photos look to the first batch normalization as the images of the training did, by whose mean
/// and variance it normalizes: behind it, before its own scale and shift, each channel has mean 0 and variance 1.
/// </summary>
/// <param name="Preparation">The best.</param>
/// <param name="IsClear">Whether it fits better than all others by <see cref="Margin"/>.</param>
/// <param name="Words">What was found, and by how much.</param>
internal sealed record NormFit(NormFit.Candidate Preparation, bool IsClear, string Words)
{
    // On networks whose statistics are known and are those of other photos (NormFitTests), the right preparation fits better than the next
    // by a factor of 4.7 (values from −1 to 1 against ImageNet's) to 32. Less than half of the least tells nothing.
    private const double Margin = 2;

    // Photos of other things than the training's move a mean by half a deviation and a variance by half of itself, which is a divergence
    // of 0.4. Twice that fits nothing.
    private const double Fitting = 1;

    // Some channels of most networks are dead or nearly constant, and a share of the rest is moved by what the photos show: beyond this a
    // channel says that nothing fits, and not by how much.
    private const double MostOfChannel = 1e4;

    // Behind a whole network the first normalization tells nothing of the input, and costs a whole pass.
    private const int MostLayers = 4;

    // Scales below this share of the largest belong to channels that training has switched off.
    private const double Off = 1e-3;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(2);

    private static readonly Candidate[] Candidates =
    [
        new(PixelScale.ImageNet, ColorOrder.Rgb, "values normalized by ImageNet's mean and deviation"),
        new(PixelScale.Unit, ColorOrder.Rgb, "values from 0 to 1"),
        new(PixelScale.Bytes, ColorOrder.Rgb, "values from 0 to 255"),
        new(PixelScale.Centered, ColorOrder.Rgb, "values from −1 to 1"),
        new(PixelScale.Caffe, ColorOrder.Bgr, "BGR from 0 to 255 minus ImageNet's mean"),
    ];

    /// <summary>A preparation that networks are trained with.</summary>
    internal sealed record Candidate(PixelScale Scale, ColorOrder Color, string Words);

    /// <returns>Null where the graph has no trained batch normalization near its input.</returns>
    public static NormFit? Of(Graph graph, ImageInput image, bool isGray, int width, int height)
    {
        if (graph.FirstNorm is not { } norm || LayersBefore(graph, image.Input.Name, norm.Output) is not (>= 0 and <= MostLayers))
            return null;
        using var timeout = new CancellationTokenSource(LongestRun);
        try
        {
            using var scope = NewDisposeScope();
            var photos = SamplePhotos.Of(width, height, isGray ? ColorOrder.Gray : ColorOrder.Rgb)
                .Select(values => tensor(values, [1, isGray ? 1 : 3, height, width]).to(graph.Device)).ToList();
            return Best([.. Candidates.Select(candidate => isGray ? candidate with { Scale = candidate.Scale.Gray(), Color = ColorOrder.Gray } : candidate)
                .DistinctBy(candidate => (candidate.Scale.Mean[0], candidate.Scale.Std[0]))
                .Select(candidate => (candidate, Divergence(graph, image, norm, candidate, photos, timeout.Token)))]);
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            // It cannot be run in this way: the probe, which comes next, says why.
            return null;
        }
    }

    private static NormFit Best(List<(Candidate Candidate, double Divergence)> all)
    {
        all.Sort((a, b) => a.Divergence.CompareTo(b.Divergence));
        var (best, next) = (all[0], all[1]);
        var factor = next.Divergence / Math.Max(best.Divergence, double.Epsilon);
        var isClear = factor >= Margin && best.Divergence <= Fitting;
        var fits = $"{best.Candidate.Words} fit them better than {next.Candidate.Words}";
        return new NormFit(best.Candidate, isClear, $"the first BatchNormalization's statistics{(isClear ? "" : " do not tell")}: "
            + string.Create(CultureInfo.InvariantCulture, $"{fits} by a factor of {factor:0.0}{(isClear ? "" : best.Divergence > Fitting ? ", and badly" : $"; {Margin:0.0} is needed")}"));
    }

    /// <summary>
    /// The mean over the channels of Jeffreys' divergence between N(m, v), as photos have it, and N(0, 1): ½ (v + 1/v − 2 + m² (1 + 1/v)).
    /// </summary>
    private static double Divergence(
        Graph graph, ImageInput image, NormStatistics norm, Candidate candidate, List<Tensor> photos, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var (mean, std) = (tensor(candidate.Scale.Mean, device: graph.Device), tensor(candidate.Scale.Std, device: graph.Device));
        var inputs = photos.Select(photo => candidate.Color == ColorOrder.Bgr ? photo.flip(1) : photo)
            .Select(photo => (photo - mean.reshape(1, -1, 1, 1)) / std.reshape(1, -1, 1, 1));
        var outputs = inputs.Select(input => Behind(graph, image, norm.Output, input, cancellation)).ToList();
        // Of squares around the mean, in two passes: libtorch's own variance takes ten times as long, which is most of all this.
        var first = outputs.ConvertAll(each => each.mean([0, 2, 3], keepdim: true));
        var within = stack(outputs.Zip(first, (each, mean) => (each - mean).Squared().mean([0, 2, 3]))).to(ScalarType.Float64);
        var between = stack(first).to(ScalarType.Float64).reshape(outputs.Count, -1);
        var (means, variances) = (TensorValues.Doubles(between.mean([0])), TensorValues.Doubles(within.mean([0]).Plus(between.var([0], unbiased: false))));
        var largest = norm.Scale.Max(Math.Abs);
        var sum = 0.0;
        var count = 0;
        for (var i = 0; i < means.Length; i++)
        {
            if (!(Math.Abs(norm.Scale[i]) > Off * largest))
                continue;
            var (m, v) = ((means[i] - norm.Shift[i]) / norm.Scale[i], Math.Max(variances[i] / norm.Scale[i] / norm.Scale[i], 1 / MostOfChannel));
            sum += Math.Min((v + 1 / v - 2 + m * m * (1 + 1 / v)) / 2, MostOfChannel);
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private static Tensor Behind(Graph graph, ImageInput image, string output, Tensor input, CancellationToken cancellation)
    {
        if (image.IsChannelsLast)
            input = input.permute(0, 2, 3, 1);
        if (image.Input.Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64)
            input = input.to(image.Input.Type.Value);
        var fetched = new GraphRunner(graph).Run(
            new Dictionary<string, Tensor> { [image.Input.Name] = input }, [output], new GraphRun { Cancellation = cancellation })[0];
        return fetched.dim() == 4 ? fetched.to(ScalarType.Float32) : throw new OnnxException($"'{output}' is no map");
    }

    /// <summary>Layers with weights through which a tensor is made of the image; −1 where it is not.</summary>
    private static int LayersBefore(Graph graph, string image, string tensor)
    {
        var needed = new HashSet<string> { tensor };
        var layers = 0;
        foreach (var node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(needed.Contains)))
        {
            needed.UnionWith(node.Inputs);
            layers += node.Inputs.Skip(1).Any(graph.Constants.ContainsKey) ? 1 : 0;
        }
        return needed.Contains(image) ? layers : -1;
    }
}
