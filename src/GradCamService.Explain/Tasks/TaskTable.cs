using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Tasks;

/// <summary>The tasks that are served.</summary>
public static class TaskTable
{
    public static IReadOnlyList<TaskRules> Rules { get; } =
    [
        new("classification") { Fields = ["concepts"] },
        new("captioning") { Fields = ["vocabulary", "maxLength"], Text = FeedSource.Caption, MaxLength = 20, WritesText = true },
        new("vqa") { Fields = ["answers", "vocabulary", "maxLength"], Text = FeedSource.Question },
        new("policy") { Fields = ["actions"], HasFrames = true },
    ];
}
