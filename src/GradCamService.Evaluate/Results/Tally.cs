using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Results;

/// <summary>
/// What figures are counted from, gathered piece by piece and kept as small as it can be: of a photo and figure its number and its place, and the grids and
/// overlaps that intervals are drawn from. Pieces may come in any order, from any machine.
/// </summary>
/// <param name="plan">The evaluation's.</param>
internal sealed class Tally(EvaluationPlan plan)
{
    private readonly PhotoOrder _photos = new(plan.Images);
    private readonly Dictionary<SeriesKey, PhotoRows<double>> _series = [];
    private readonly Dictionary<(int Model, string Method, string Name), PhotoRows<double[]>> _curves = [];
    private readonly Dictionary<(int Model, string Method), PhotoRows<float[]>> _grids = [];
    private readonly Dictionary<(int Model, string Method), PhotoRows<KeyValuePair<string, double?>[]>> _pointing = [];
    private readonly SortedDictionary<string, string> _bad = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Model, int Place), bool> _right = [];

    // What models call their classes, of which many photos tell, each held once.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

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
    public ImageValues<double?> Series(SeriesKey key) => Values(_series, key, value => double.IsNaN(value) ? (double?)null : value);

    /// <summary>A list of every photo that has it.</summary>
    public ImageValues<double[]> Curves(int model, string method, string name) => Values(_curves, (model, method, name), curve => curve);

    /// <summary>Of every photo with evidence, where it lies.</summary>
    public ImageValues<float[]> Grids(int model, string method) => Values(_grids, (model, method), grid => grid);

    /// <summary>Of every photo, whether the peak of each of its categories' maps is in a box of it.</summary>
    public ImageValues<IReadOnlyCollection<KeyValuePair<string, double?>>> Pointing(int model, string method) =>
        Values(_pointing, (model, method), points => (IReadOnlyCollection<KeyValuePair<string, double?>>)points);

    /// <summary>Whether the best prediction is the photo's label; null where the model does not know it.</summary>
    public bool? IsRight(int model, string image) => _right.TryGetValue((model, _photos.PlaceOf(image)), out var right) ? right : null;

    private void Add(int number, EvaluatedModel model, DatasetImage image, ImageResult result)
    {
        var place = _photos.PlaceOf(image.Id);
        foreach (var figure in FigureTable.All.Where(figure => plan.Metrics.Contains(figure.Metric)))
            foreach (var method in figure.IsOfMethod ? plan.Methods.Select(method => method.Name) : [""])
                for (var threshold = 0; threshold < (figure.IsOfThreshold ? plan.Thresholds.Count : 1); threshold++)
                    Put(_series, new SeriesKey(figure.Name, number, method, threshold), place,
                        figure.Of(new Seen(plan, model, image, result, method, threshold)) ?? double.NaN);
        foreach (var method in plan.Methods.Select(method => method.Name))
        {
            var seen = new Seen(plan, model, image, result, method, 0);
            if (plan.Metrics.Contains("pointing"))
                Put(_pointing, (number, method), place, [.. image.Objects.Select(item => item.Category).Distinct()
                    .Select(category => KeyValuePair.Create(category, seen.Points(category)))]);
            foreach (var map in new[] { seen.OfLabel, seen.OfPrediction }.OfType<MapResult>().Distinct())
            {
                foreach (var (name, curve) in map.Curves)
                    if (name == MeasureTable.Grid)
                        Put(_grids, (number, method), place, Array.ConvertAll(curve, share => (float)share));
                    else
                        Put(_curves, (number, method, name), place, curve);
                foreach (var name in MeasureTable.Places.Where(map.Values.ContainsKey))
                    Put(_series, new SeriesKey(name, number, method, 0), place, map.Values[name]);
            }
        }
        AddPrediction(number, model, image, result);
    }

    private void AddSanity(PieceResult piece)
    {
        foreach (var result in piece.Images)
            foreach (var map in result.Maps)
                foreach (var name in new[] { MeasureTable.SanitySpearman, MeasureTable.SanitySsim })
                    Put(_series, new SeriesKey(name, piece.Piece.Model, map.Method, piece.Piece.Depth), _photos.PlaceOf(result.Image),
                        map.Values.GetValueOrDefault(name, double.NaN));
    }

    private void AddPrediction(int number, EvaluatedModel model, DatasetImage image, ImageResult result)
    {
        var seen = new Seen(plan, model, image, result, plan.Methods.Count > 0 ? plan.Methods[0].Name : "", 0);
        if (seen.Ranks is not { } ranks || result.Predictions is not [var best, ..])
            return;
        _right[(number, _photos.PlaceOf(image.Id))] = ranks.Contains(0);
        if (!ranks.Contains(0))
            Failures.Add(new Failure(model.Name, image.Id, seen.Label, model.Concepts[seen.Label].Label, Once(best.Label), best.Probability,
                seen.OfLabel?.Probability, plan.Groups.GetValueOrDefault(image.Id))
            { PredictedIndex = best.Index });
    }

    private string Once(string name)
    {
        if (_names.TryGetValue(name, out var known))
            return known;
        _names.Add(name);
        return name;
    }

    private void Put<TKey, TValue>(Dictionary<TKey, PhotoRows<TValue>> into, TKey key, int place, TValue value) where TKey : notnull
    {
        if (!into.TryGetValue(key, out var rows))
            into[key] = rows = new PhotoRows<TValue>(_photos);
        rows.Add(place, value);
    }

    private static ImageValues<TValue> Values<TKey, TRow, TValue>(Dictionary<TKey, PhotoRows<TRow>> kept, TKey key, Func<TRow, TValue> of)
        where TKey : notnull => kept.TryGetValue(key, out var rows) ? rows.Values(of) : ImageValues.Of<TValue>([]);
}

/// <summary>Of what a series of numbers is.</summary>
/// <param name="Name">A figure's, or a place of evidence.</param>
/// <param name="Model">Its place in the plan.</param>
/// <param name="Method">Empty for a figure that no method changes.</param>
/// <param name="Threshold">Its place in the plan; 0 for a figure without one. Of a sanity check, how many layers were drawn anew.</param>
internal readonly record struct SeriesKey(string Name, int Model, string Method, int Threshold);
