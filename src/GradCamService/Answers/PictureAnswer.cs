using System.Globalization;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Orders;
using GradCamService.Explain.Pictures;
using GradCamService.Problems;

namespace GradCamService.Answers;

/// <summary>
/// The answer as the picture of the first explanation, or of a task whose targets belong together, as a sheet of all; the first's numbers in
/// headers.
/// </summary>
internal static class PictureAnswer
{
    /// <summary>A row for each kind of file.</summary>
    public static IReadOnlyList<AnswerFormat> Formats { get; } =
    [
        .. PictureFormat.All.Select(format =>
            new AnswerFormat(format.MediaType, Prepare, (explained, cancellation) => Answer(explained, format, cancellation))
            {
                Disposition = $"inline; filename=\"explanation.{format.Name}\"",
            }),
    ];

    /// <summary>Whether the picture is drawn on the photo.</summary>
    public static bool IsDrawnOn(Order order) => order.Model.Task.IsDrawnAsSheet || order.Methods[0].Pictures[0] == PictureNames.Overlay;

    private static Order Prepare(Order order) => order.WithoutPictures with { IsOnePicture = true, IsDrawnOn = IsDrawnOn(order) };

    /// <param name="explained">What was found.</param>
    /// <param name="format">The kind of file.</param>
    /// <param name="drawn">The file, where it was drawn already; else null.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    /// <exception cref="NothingToDrawException">There is no evidence that could be seen.</exception>
    public static (byte[] File, IReadOnlyDictionary<string, string> Headers) Write(
        Explained explained, PictureFormat format, byte[]? drawn, CancellationToken cancellation)
    {
        var (order, first) = (explained.Order, explained.Explanations[0]);
        if (drawn is null)
        {
            var picture = (order.Model.Task.IsDrawnAsSheet ? TargetSheet.Draw(explained) : PictureTable.Draw(first, first.Method.Pictures[0], order))
                ?? throw new NothingToDrawException($"The status of the explanation of '{first.Target.Concept.Label}' is {Names.Of(first.Status)}: "
                    + $"{first.Reason}. Ask for JSON to see its numbers.");
            cancellation.ThrowIfCancellationRequested();
            drawn = format.Encode(picture);
        }
        return (drawn, Headers(order, first));
    }

    private static Answer Answer(Explained explained, PictureFormat format, CancellationToken cancellation)
    {
        var (file, headers) = Write(explained, format, null, cancellation);
        return new Answer((_, stream, aborted) => stream.WriteAsync(file, aborted).AsTask()) { Headers = headers };
    }

    private static Dictionary<string, string> Headers(Order order, Explanation first)
    {
        // Header values are ASCII; labels need not be.
        var headers = new Dictionary<string, string>
        {
            ["X-Concept"] = Uri.EscapeDataString(first.Target.Concept.Label).Replace("%20", " ", StringComparison.Ordinal),
        };
        if (float.IsFinite(first.Score))
            headers["X-Score"] = ((double)first.Score).ToString("R", CultureInfo.InvariantCulture);
        if (first.Localize(order.Threshold) is { Boxes: [{ Box: var box }, ..] })
            headers["X-Box"] = string.Create(CultureInfo.InvariantCulture, $"{box.X},{box.Y},{box.Width},{box.Height}");
        return headers;
    }
}
