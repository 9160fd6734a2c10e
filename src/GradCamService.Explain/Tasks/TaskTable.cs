using GradCamService.Explain.Manifests;
using GradCamService.Explain.Models;

namespace GradCamService.Explain.Tasks;

/// <summary>All tasks. A new one is a folder beside these and a row here.</summary>
public static class TaskTable
{
    /// <summary>In the order in which messages list them.</summary>
    public static IReadOnlyList<ModelTask> All { get; } =
    [
        Classification.ClassificationTask.Row,
        Captioning.CaptioningTask.Row,
        Answering.VqaTask.Row,
        Acting.PolicyTask.Row,
        Segmentation.SegmentationTask.Row,
        Detection.DetectionTask.Row,
        Regression.RegressionTask.Row,
        Embedding.EmbeddingTask.Row,
    ];

    /// <summary>What they need in manifests.</summary>
    public static IReadOnlyList<TaskRules> Rules { get; } = [.. All.Select(task => task.Rules)];

    /// <summary>The task of a manifest, which was read by these rules.</summary>
    public static ModelTask Of(string name) => All.Single(task => task.Name == name);
}
