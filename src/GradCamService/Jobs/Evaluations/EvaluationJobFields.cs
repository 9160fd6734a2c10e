using GradCamService.Evaluate.Runs;
using GradCamService.Explain.Fields;

namespace GradCamService.Jobs.Evaluations;

/// <summary>The fields of a job of an evaluation, besides those that every job has.</summary>
internal static class EvaluationJobFields
{
    public static TextField Dataset { get; } = new(
        "dataset", "A dataset of the server, as `GET /v1/datasets` lists it. Without it, one comes in a part `archive`, a ZIP.");

    public static IReadOnlyList<Field> All { get; } = [Dataset, .. EvaluationFields.All];

    /// <summary>Those that may come as files.</summary>
    public static IReadOnlyList<Field> Files { get; } = [EvaluationFields.Categories, EvaluationFields.Groups];
}
