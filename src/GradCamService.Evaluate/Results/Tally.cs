using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Results;

/// <summary>
/// What figures are counted from, gathered piece by piece and kept as small as it can be: a number a photo and figure. Pieces may come in any order, from
/// any machine.
/// </summary>
/// <param name="plan">The evaluation's.</param>
internal sealed class Tally(EvaluationPlan plan)
{
    private readonly Dictionary<SeriesKey, List<(string Image, double? Value)>> _series = [];
    private readonly Dictionary<(int Model, string Method, string Name), List<(string Image, double[] Value)>> _curves = [];
    private readonly Dictionary<(int Model, string Method), List<(string Image, IReadOnlyDictionary<string, double?> Value)>> _pointing = [];
    private readonly SortedDictionary<string, string> _bad = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Model, string Image), bool> _right = [];

    /// <summary>Wrong predictions.</summary>
    public List<Failure> Failures { get; } = [];

    /// <summary>Photos that could not be read.</summary>
    public IEnumerable<BadImage> BadImages => _bad.Select(entry => new BadImage(entry.Key, entry.Value));

    public void Add(PieceResult piece)
    {
        if (piece.Piece.Depth > 0)
        {
            AddSanity(piece);
            return;
        }
        var (model, images) = (plan.Models[piece.Piece.Model], plan.ImagesOf(piece.Piece));
        foreach (var (image, result) in images.Zip(piece.Images))
            if (result.Problem is { } problem)
                _bad[image.Id] = problem;
            else
                Add(piece.Piece.Model, model, image with { Objects = image.ObjectsOn(result.Size![0], result.Size[1]) }, result);
    }

    /// <summary>A quantity of every photo; empty where it was not measured.</summary>
    public ImageValues<double?> Series(SeriesKey key) => ImageValues.Of(_series.GetValueOrDefault(key) ?? []);

    /// <summary>A list of every photo that has it.</summary>
    public ImageValues<double[]> Curves(int model, string method, string name) => ImageValues.Of(_curves.GetValueOrDefault((model, method, name)) ?? []);

    /// <summary>Of every photo, whether the peak of each of its categories' maps is in a box of it.</summary>
    public ImageValues<IReadOnlyDictionary<string, double?>> Pointing(int model, string method) =>
        ImageValues.Of(_pointing.GetValueOrDefault((model, method)) ?? []);

    /// <summary>Whether the best prediction is the photo's label; null where the model does not know it.</summary>
    public bool? IsRight(int model, string image) => _right.TryGetValue((model, image), out var right) ? right : null;

    private void Add(int number, EvaluatedModel model, DatasetImage image, ImageResult result)
    {
        foreach (var figure in FigureTable.All.Where(figure => plan.Metrics.Contains(figure.Metric)))
            foreach (var method in figure.IsOfMethod ? plan.Methods.Select(method => method.Name) : [""])
                for (var threshold = 0; threshold < (figure.IsOfThreshold ? plan.Thresholds.Count : 1); threshold++)
                    Put(_series, new SeriesKey(figure.Name, number, method, threshold), image.Id,
                        figure.Of(new Seen(plan, model, image, result, method, threshold)));
        foreach (var method in plan.Methods.Select(method => method.Name))
        {
            var seen = new Seen(plan, model, image, result, method, 0);
            if (plan.Metrics.Contains("pointing"))
                Put(_pointing, (number, method), image.Id,
                    image.Objects.Select(item => item.Category).Distinct().ToDictionary(category => category, seen.Points));
            foreach (var map in new[] { seen.OfLabel, seen.OfPrediction }.OfType<MapResult>().Distinct())
            {
                foreach (var (name, curve) in map.Curves)
                    Put(_curves, (number, method, name), image.Id, curve);
                foreach (var name in MeasureTable.Places.Where(map.Values.ContainsKey))
                    Put(_series, new SeriesKey(name, number, method, 0), image.Id, map.Values[name]);
            }
        }
        AddPrediction(number, model, image, result);
    }

    private void AddSanity(PieceResult piece)
    {
        foreach (var result in piece.Images)
            foreach (var map in result.Maps)
                foreach (var name in new[] { MeasureTable.SanitySpearman, MeasureTable.SanitySsim })
                    Put(_series, new SeriesKey(name, piece.Piece.Model, map.Method, piece.Piece.Depth), result.Image,
                        map.Values.TryGetValue(name, out var value) ? value : (double?)null);
    }

    private void AddPrediction(int number, EvaluatedModel model, DatasetImage image, ImageResult result)
    {
        var seen = new Seen(plan, model, image, result, plan.Methods.Count > 0 ? plan.Methods[0].Name : "", 0);
        if (seen.Ranks is not { } ranks || result.Predictions is not [var best, ..])
            return;
        _right[(number, image.Id)] = ranks.Contains(0);
        if (!ranks.Contains(0))
            Failures.Add(new Failure(model.Name, image.Id, seen.Label, model.Concepts[seen.Label].Label, best.Label, best.Probability,
                seen.OfLabel?.Probability, plan.Groups.GetValueOrDefault(image.Id))
            { PredictedIndex = best.Index });
    }

    private static void Put<TKey, TValue>(Dictionary<TKey, List<(string, TValue)>> into, TKey key, string image, TValue value) where TKey : notnull
    {
        if (!into.TryGetValue(key, out var list))
            into[key] = list = [];
        list.Add((image, value));
    }
}

/// <summary>Of what a series of numbers is.</summary>
/// <param name="Name">A figure's, or a place of evidence.</param>
/// <param name="Model">Its place in the plan.</param>
/// <param name="Method">Empty for a figure that no method changes.</param>
/// <param name="Threshold">Its place in the plan; 0 for a figure without one. Of a sanity check, how many layers were drawn anew.</param>
internal readonly record struct SeriesKey(string Name, int Model, string Method, int Threshold);
