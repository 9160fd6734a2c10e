using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests.Networks;

namespace GradCamService.Explain.Tests.Reports;

/// <summary>Small files of kinds that users reported, served as they lie in the test data.</summary>
internal static class ReportedFiles
{
    public static string At(string kind) => Path.Combine(AppContext.BaseDirectory, "Data", "Reports", kind);

    public static LoadedModel Report(this ModelsFolder models, string kind) => models.Load(At(kind));

    /// <summary>A copy of a reported file with a manifest beside it.</summary>
    /// <param name="extra">Members of the manifest besides the least.</param>
    public static LoadedModel Described(this ModelsFolder models, string kind, string extra, string? name = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models.Path, name ?? "described")).FullName;
        foreach (var file in Directory.GetFiles(At(kind)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var graph = Path.GetFileName(Directory.GetFiles(folder, "*.onnx").Single());
        File.WriteAllText(Path.Combine(folder, "model.json"), $$"""
            { "name": "described", "task": "classification", "graph": "{{graph}}",
              "input": { "width": 64, "height": 64, "mean": [127.5], "std": [127.5] }, {{extra}} }
            """);
        return models.Load(folder);
    }

    public static Explained Explain(this LoadedModel model, float[] image, params Score[] scores) =>
        model.Explain([new Asked(image, Asked.Scores(scores))], MethodTable.GuidedGradCam)[0];

    /// <summary>By class, what an answer says of it.</summary>
    public static IReadOnlyList<Prediction> Predict(this LoadedModel model, float[] image) =>
        [.. Prediction.Best(model, model.Explain(image, new ClassScore(0)).Output, int.MaxValue).OrderBy(found => found.Concept.Index)];

    public static double[] Probabilities(this LoadedModel model, float[] image) =>
        [.. model.Predict(image).Select(prediction => prediction.Probability ?? double.NaN)];
}
