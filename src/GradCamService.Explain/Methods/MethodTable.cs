using GradCamService.Onnx;

namespace GradCamService.Explain.Methods;

/// <summary>All methods. A new one is a row here and a function beside <see cref="ChannelWeights"/>.</summary>
public static class MethodTable
{
    private const string Selvaraju = "Selvaraju et al. 2017, arXiv:1610.02391";
    private const string Guided = "guided-";

    private static readonly Method[] Maps =
    [
        Map("grad-cam", Selvaraju + ", eq. 1–2", "Which regions speak for the concept.", new GradientMap(ChannelWeights.GradCam)),
        Map("grad-cam++", "Chattopadhyay et al. 2018, arXiv:1710.11063",
            "The same, with several objects of a class weighed alike. For layers behind a rectifier.", new GradientMap(ChannelWeights.GradCamPlusPlus)),
        Map("xgrad-cam", "Fu et al. 2020, arXiv:2008.02312",
            "The same, with weights that make the map sum to the score's first-order part. For layers behind a rectifier.",
            new GradientMap(ChannelWeights.XGradCam)),
        Map("layer-cam", "Jiang et al. 2021, doi:10.1109/TIP.2021.3089943",
            "Which positions speak for the concept, each by itself: sharp at early layers, too.", new GradientMap(PositionWeights.LayerCam)),
        Map("hires-cam", "Draelos and Carin 2020, arXiv:2011.08891",
            "What each position adds to the score, signs included: exact where one dense layer follows.", new GradientMap(PositionWeights.HiResCam)),
        Map("grad-cam-elementwise", "Pillai and Pirsiavash 2021, arXiv:2103.16056",
            "Positions by what each channel adds there, negative parts left out.", new GradientMap(PositionWeights.Elementwise)),
        Map("eigen-cam", "Muhammad and Yeasin 2020, arXiv:2008.00299",
            "What the layer sees most of, whatever the concept.", new ActivationMap(EigenMaps.EigenCam)),
        Map("eigen-grad-cam", "pytorch-grad-cam, after Muhammad and Yeasin 2020",
            "The main pattern of what the positions add to the score.", new GradientMap(EigenMaps.EigenGradCam)),
        Map("ablation-cam", "Desai and Ramaswamy 2020, doi:10.1109/WACV45572.2020.9093360",
            "Regions of channels without which the score falls: no gradient is used.", new PerturbedMap(LayerPerturbations.Ablation)),
        Map("score-cam", "Wang et al. 2020, arXiv:1910.01279",
            "Regions that alone keep the score up: no gradient is used.", new PerturbedMap(LayerPerturbations.Score)),
        Map("finer-cam", "Zhang et al. 2025, arXiv:2501.11309",
            "What tells the concept from those most like it, or from the one that against names.",
            new GradientMap(ChannelWeights.GradCam) { Rescoring = Rescorings.Finer }) with { NeedsClasses = true },
        Map("shapley-cam", "Cai 2025, arXiv:2501.06261",
            "Grad-CAM with the curvature of score and log-probability taken into account.",
            new GradientMap(ChannelWeights.GradCam) { Rescoring = Rescorings.WithLogProbability, IsSecondOrder = true }),
    ];

    private static readonly Method[] Pixels =
    [
        Pixel("gradient", "Simonyan et al. 2014, arXiv:1312.6034", "Which pixels, changed a little, change the score most.",
            new PixelGradient(ReluRule.Plain)),
        Pixel("input-x-gradient", "Shrikumar et al. 2016, arXiv:1605.01713", "What each pixel adds to the score, to first order.",
            new PixelGradient(ReluRule.Plain) { IsTimesInput = true }),
        Pixel("integrated-gradients", "Sundararajan et al. 2017, arXiv:1703.01365",
            "What each pixel adds to the score on the way from a baseline: the values sum to the difference.",
            new SampledGradient(Samplings.IntegratedGradients)),
        Pixel("smooth-grad", "Smilkov et al. 2017, arXiv:1706.03825", "The gradient, averaged over noisy copies: less grainy.",
            new SampledGradient(Samplings.SmoothGrad)),
        Pixel("deconvolution", "Zeiler and Fergus 2014, arXiv:1311.2901", "Patterns that the network's units look for. It hardly tells concepts apart.",
            new PixelGradient(ReluRule.Deconvolution)),
        Pixel("guided-backprop", "Springenberg et al. 2014, arXiv:1412.6806",
            "Fine detail that excites the network. It hardly tells concepts apart.", new PixelGradient(ReluRule.Guided))
            with { Pictures = [PictureNames.GuidedBackprop] },
    ];

    private static readonly Method[] BlackBoxes =
    [
        new("occlusion", "Zeiler and Fergus 2014, arXiv:1311.2901", "Which parts, hidden, lower the score. For any network.")
        {
            Pixels = new PerturbedPixels(InputPerturbations.Occlusion),
            Pictures = [PictureNames.Overlay, PictureNames.Heatmap],
        },
        new("rise", "Petsiuk et al. 2018, arXiv:1806.07421", "Which parts, seen alone with others at random, keep the probability up. For any network.")
        {
            Pixels = new PerturbedPixels(InputPerturbations.Rise),
            Pictures = [PictureNames.Overlay, PictureNames.Heatmap],
        },
    ];

    /// <summary>In the order in which the API lists them.</summary>
    public static IReadOnlyList<Method> All { get; } = [.. Maps, .. Pixels, .. BlackBoxes, .. Maps.Select(GuidedBy)];

    public static Method GradCam { get; } = Named("grad-cam");

    public static Method GradCamPlusPlus { get; } = Named("grad-cam++");

    public static Method GuidedBackprop { get; } = Named("guided-backprop");

    public static Method GuidedGradCam { get; } = Named("guided-grad-cam");

    /// <summary>By its name.</summary>
    public static Method Named(string name) => All.Single(method => method.Name == name);

    private static Method Map(string name, string paper, string answers, MapReading map) => new(name, paper, answers)
    {
        Map = map,
        Pictures = [PictureNames.Overlay, PictureNames.Heatmap],
    };

    private static Method Pixel(string name, string paper, string answers, PixelReading pixels) => new(name, paper, answers)
    {
        Pixels = pixels,
        Pictures = [PictureNames.Attribution],
    };

    /// <summary>Guided Backpropagation, multiplied with a map enlarged to the image, Selvaraju et al. 2017, section 3.2.</summary>
    private static Method GuidedBy(Method map) => map with
    {
        Name = Guided + map.Name,
        Paper = map.Name == "grad-cam" ? Selvaraju + ", section 3.2" : $"{map.Paper}; guided as in {Selvaraju}, section 3.2",
        Answers = $"Fine detail in the regions of {map.Name}.",
        Pixels = new PixelGradient(ReluRule.Guided),
        Pictures = [PictureNames.GuidedGradCam, PictureNames.Overlay],
    };
}
