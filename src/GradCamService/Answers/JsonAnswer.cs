using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Pictures;

namespace GradCamService.Answers;

/// <summary>The answer as JSON.</summary>
internal static class JsonAnswer
{
    public const string MediaType = "application/json";

    /// <summary>How everything is written: camelCase names, as the API says.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static AnswerFormat Format { get; } = new(MediaType, Prepare, Write);

    /// <summary>The whole answer, with its pictures where the order has any.</summary>
    public static ExplanationResponse Response(
        Explained explained, Listing listing, IReadOnlyList<ExplanationEntry> entries, Timings timings)
    {
        var (model, placement) = (explained.Order.Model, explained.Photo.Placement);
        return new ExplanationResponse(
            new AnsweringModel(model.Name, model.Manifest.Version, model.Sha256, model.Task.Name),
            new ImageResponse(placement.PhotoWidth, placement.PhotoHeight, BoxResponse.Of(placement.Analyzed)),
            listing.Predictions ?? [], entries, timings)
        {
            Sections = listing.Sections.ToDictionary(),
        };
    }

    /// <summary>What the model said, whose pictures are drawn here.</summary>
    public static Listing ListingOf(Explained explained) =>
        explained.Order.Model.Task.List(explained.Order.Model, explained.Order.Subject, explained.Output);

    public static IReadOnlyList<ExplanationEntry> Entries(Explained explained, CancellationToken cancellation) =>
        [.. explained.Explanations.Select(explanation => Entry(explained.Order, explanation, cancellation))];

    private static Order Prepare(Order order) => order with { IsDrawnOn = order.Methods.Any(method => order.Has(PictureNames.Overlay, method)) };

    private static Answer Write(Explained explained, CancellationToken cancellation)
    {
        var (entries, listing) = (Entries(explained, cancellation), ListingOf(explained));
        return new Answer((timings, stream, aborted) =>
            JsonSerializer.SerializeAsync(stream, Response(explained, listing, entries, timings), Options, aborted));
    }

    private static ExplanationEntry Entry(Order order, Explanation explanation, CancellationToken cancellation)
    {
        var (target, map) = (explanation.Target, explanation.Status == MapStatus.NonFinite ? null : explanation.Map);
        return new ExplanationEntry(
            target.Concept,
            target.Against,
            target.Box is { } box ? BoxResponse.Of(box) : null,
            explanation.Method.Name,
            explanation.LayerName,
            target.IsCounterfactual,
            Finite.OrNull(explanation.Score),
            Finite.OrNull(explanation.Probability),
            JsonNamingPolicy.CamelCase.ConvertName(explanation.Status.ToString()),
            explanation.Reason,
            explanation.Localize(order.Threshold) is { } found ? LocalizationResponse.Of(found) : null,
            explanation.Difference is { } difference && explanation.Status != MapStatus.NonFinite
                ? new CompletenessResponse(Finite.OrNull(explanation.Attribution!.Sum(value => (double)value)), Finite.OrNull(difference)) : null,
            map is null ? null : new MapResponse(map.Width, map.Height, map.Values.Max(), map.Values),
            Pictures(order, explanation, cancellation));
    }

    private static Dictionary<string, PictureFile> Pictures(Order order, Explanation explanation, CancellationToken cancellation)
    {
        var pictures = new Dictionary<string, PictureFile>();
        foreach (var name in PictureNames.All.Where(name => order.Has(name, explanation.Method)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (PictureTable.Draw(explanation, name, order) is not { } picture)
                continue;
            cancellation.ThrowIfCancellationRequested();
            pictures[name] = new PictureFile(order.Style.Format.MediaType, order.Style.Format.Encode(picture));
        }
        return pictures;
    }
}
