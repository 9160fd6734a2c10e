using GradCamService.Evaluate.Results;

namespace GradCamService.Evaluate.Report;

/// <summary>A part of the report with a heading of its own.</summary>
/// <param name="Id">Of its place in the page.</param>
/// <param name="Title">Its heading.</param>
/// <param name="IsNeeded">Whether there is anything to say.</param>
/// <param name="WriteAsync">Writes what is below the heading.</param>
internal sealed record ReportSection(
    string Id, string Title, Func<ReportContent, bool> IsNeeded, Func<HtmlWriter, ReportContent, CancellationToken, Task> WriteAsync)
{
    /// <summary>One without pictures.</summary>
    public static ReportSection Of(string id, string title, Func<EvaluationResults, bool> isNeeded, Action<HtmlWriter, EvaluationResults> write) =>
        new(id, title, content => isNeeded(content.Results), (html, content, _) =>
        {
            write(html, content.Results);
            return Task.CompletedTask;
        });
}

/// <summary>All that is reported.</summary>
internal sealed record ReportContent(EvaluationResults Results, ReportPictures Pictures);
