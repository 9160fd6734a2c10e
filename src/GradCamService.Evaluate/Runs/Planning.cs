using System.Text.Json;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Measures;
using GradCamService.Evaluate.Plans;
using GradCamService.Evaluate.Results;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Runs;

/// <summary>A request and loaded models → a plan, or all that is wrong with it.</summary>
public static class Planning
{
    /// <param name="request">What is asked for.</param>
    /// <param name="models">At least one.</param>
    /// <param name="version">Of the program.</param>
    /// <returns>The plan, and what results say besides figures.</returns>
    /// <exception cref="DatasetException">The dataset, or a file about it, is not what it should be; the exception says which field names it.</exception>
    /// <exception cref="InvalidFieldsException">Something else of the request is wrong.</exception>
    public static (EvaluationPlan Plan, EvaluationResults Frame) Of(EvaluationRequest request, IReadOnlyList<LoadedModel> models, string version)
    {
        var errors = new FieldErrors();
        var (methods, thresholds) = (request.Methods, request.Thresholds);
        foreach (var (method, model) in methods.SelectMany(method => models.Select(model => (method, model))).Where(pair => !pair.model.Task.Takes(pair.method)))
            errors.Add("method", $"'{method.Name}' does not work on '{model.Name}', a model for {model.Task.Name}.");
        foreach (var model in models.Where(model => model.Task.Name != "classification"))
            errors.Add("model", $"'{model.Name}' is a model for {model.Task.Name}; evaluations are of models for classification.");
        var layers = models.Select(model => Layer(model, request.Layer, errors)).ToList();
        var whole = About("dataset", () => DatasetReader.Read(request.Dataset));
        var metrics = Metrics(request.Metrics, whole, errors);
        errors.ThrowIfAny();
        var overrides = request.Categories is { } file ? About("categories", () => CategoryOverrides.Read(file, whole)) : null;
        var groups = request.Groups is { } table ? About("groups", () => PhotoGroups.Read(table, whole)).ByImage : new Dictionary<string, string>();
        var dataset = request.Limit is { } limit ? DatasetDraw.Draw(whole, limit, request.Seed) : whole;
        var matchings = About("categories", () => models.Select(model => CategoryMatching.Of(dataset, model.Concepts, overrides)).ToList());
        foreach (var (model, _) in models.Zip(matchings).Where(pair => pair.Second.Concepts.Count == 0))
            errors.Add("categories", $"'{model.Name}' knows none of the dataset's categories ({string.Join(", ", dataset.Categories.Take(5).Select(category =>
                Names.Shorten(category.Key)))}…) by their names; say in a file what they are to it.");
        errors.ThrowIfAny();
        var plan = new EvaluationPlan
        {
            Dataset = dataset,
            Images = dataset.Images,
            Models = [.. models.Select((model, i) => new EvaluatedModel(
                model, layers[i]!, request.Fit ?? model.Manifest.Input.Spec.Fit, matchings[i].Concepts))],
            Methods = methods,
            Thresholds = thresholds,
            Metrics = metrics,
            Groups = groups,
            Seed = request.Seed,
            Occlusion = (request.Patch, request.Stride),
            PointingTolerance = request.PointingTolerance,
        };
        return (plan, new EvaluationResults
        {
            Version = version,
            Arguments = request.Arguments,
            Dataset = new DatasetSummary(
                dataset.Name, dataset.Layout, DatasetFingerprint.Of(dataset), dataset.Images.Count, dataset.Categories.Count, dataset.Notes,
                models.Zip(matchings).ToDictionary(
                    pair => pair.First.Name, pair => (IReadOnlyList<string>)[.. pair.Second.Unmatched.Select(category => category.Key)])),
            Models = [.. plan.Models.Select(model => new ModelSummary(
                model.Name, model.Model.Manifest.Version, model.Model.Sha256, model.Layer.Name, Names.Of(model.Fit)))],
            Methods = [.. methods.Select(method => method.Name)],
            Thresholds = [.. thresholds.Select(threshold => threshold.Name)],
        });
    }

    /// <summary>A text that is the same for runs with the same figures: what a journal is recognized by.</summary>
    public static string Identity(EvaluationPlan plan, EvaluationResults frame) => JsonSerializer.Serialize(new
    {
        frame.Version,
        Arguments = frame.Arguments.Where(argument => argument.Key is not ("dataset" or "metric" or "categories" or "groups")),
        frame.Dataset.Fingerprint,
        frame.Models,
        Metrics = plan.Metrics.Order(StringComparer.Ordinal),
        Concepts = plan.Models.Select(model => model.Concepts.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value.Index?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Join(' ', pair.Value.Members!)}")),
    });

    private static HashSet<string> Metrics(IReadOnlyList<Metric> named, Dataset dataset, FieldErrors errors)
    {
        var hasBoxes = dataset.Images.Any(image => image.Objects.Any(item => item.Box is not null));
        if (named.Count == 0)
            return [.. MetricTable.All.Where(metric => !metric.IsSlow && (hasBoxes || !metric.NeedsBoxes)).Select(metric => metric.Name)];
        foreach (var metric in named.Where(metric => metric.NeedsBoxes && !hasBoxes))
            errors.Add("metric", $"'{metric.Name}' needs boxes, of which this dataset ({dataset.Layout}) has none.");
        return [.. named.Select(metric => metric.Name)];
    }

    private static TargetLayer? Layer(LoadedModel model, string? name, FieldErrors errors)
    {
        if (name is null)
            return model.DefaultLayer;
        var layer = model.Layers.FirstOrDefault(layer => layer.Name == name);
        if (layer is null)
            errors.AddUnknown("layer", $"target layer of '{model.Name}'", name, model.Layers.Select(offered => offered.Name));
        return layer;
    }

    private static T About<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DatasetException exception)
        {
            throw exception.About(field);
        }
    }
}
