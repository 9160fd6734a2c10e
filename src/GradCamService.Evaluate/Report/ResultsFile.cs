using System.Text.Encodings.Web;
using System.Text.Json;
using GradCamService.Evaluate.Results;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Report;

/// <summary>Results as JSON: names in camelCase, numbers finite or null. Equal results give equal bytes.</summary>
public static class ResultsFile
{
    public const string Name = "results.json";

    // Text stays readable: nobody puts this file into a page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumbers() },
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <param name="stream">Stays open.</param>
    public static Task WriteAsync(Stream stream, EvaluationResults results, CancellationToken cancellation) =>
        JsonSerializer.SerializeAsync(stream, Document(results), Json, cancellation);

    private static object Document(EvaluationResults results) => new
    {
        results.Version,
        Arguments = Sorted(results.Arguments),
        Dataset = new
        {
            results.Dataset.Name,
            results.Dataset.Layout,
            results.Dataset.Fingerprint,
            results.Dataset.Images,
            results.Dataset.Categories,
            results.Dataset.Notes,
            Unmatched = Sorted(results.Dataset.Unmatched),
        },
        results.Models,
        results.Methods,
        results.Thresholds,
        results.Continued,
        results.BadImages,
        Figures = results.Figures.Select(figure => Figure(figure)),
        Differences = results.Differences.Select(difference => Difference(difference)),
        MaxBoxAcc = results.MaxBoxAcc.Select(best => BestThreshold(best)),
        results.Curves,
        Sanity = results.Sanity.Select(row =>
            new { row.Model, row.Method, row.Layer, row.Depth, Spearman = Mean(row.Spearman), Ssim = Mean(row.Ssim) }),
        Bias = results.Bias.Select(finding => Finding(finding)),
        results.Failures,
    };

    private static object Figure(FigureValue figure) => new
    {
        figure.Name,
        figure.Model,
        figure.Method,
        figure.Threshold,
        figure.Category,
        figure.Group,
        figure.Estimate.Mean,
        figure.Estimate.Interval?.Low,
        figure.Estimate.Interval?.High,
        figure.Estimate.Count,
        figure.Estimate.Missing,
    };

    private static object Difference(FigureDifference difference) => new
    {
        difference.Name,
        difference.Model,
        difference.Method,
        difference.Threshold,
        difference.Kind,
        difference.One,
        difference.Other,
        difference.Comparison.Difference,
        difference.Comparison.Interval?.Low,
        difference.Comparison.Interval?.High,
        OfOne = Mean(difference.Comparison.One),
        OfOther = Mean(difference.Comparison.Other),
    };

    private static object BestThreshold(BestThreshold best) => new
    {
        best.Model,
        best.Method,
        best.IoU,
        best.Threshold,
        best.Accuracy.Mean,
        best.Accuracy.Interval?.Low,
        best.Accuracy.Interval?.High,
        best.Accuracy.Count,
        best.Accuracy.Missing,
        best.Curve,
    };

    private static object Finding(BiasFinding finding) => new
    {
        finding.Kind,
        finding.Model,
        finding.Method,
        finding.Category,
        finding.Group,
        finding.Value,
        finding.Interval?.Low,
        finding.Interval?.High,
        finding.Count,
        finding.Expected,
        finding.Cell,
    };

    private static object Mean(Estimate estimate) =>
        new { estimate.Mean, estimate.Interval?.Low, estimate.Interval?.High, estimate.Count, estimate.Missing };

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> entries) =>
        new(entries.ToDictionary(entry => entry.Key, entry => entry.Value), StringComparer.Ordinal);
}
