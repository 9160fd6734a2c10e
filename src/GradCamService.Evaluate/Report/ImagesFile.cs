using CsvHelper;
using GradCamService.Evaluate.Datasets;
using GradCamService.Evaluate.Plans;

namespace GradCamService.Evaluate.Report;

/// <summary>
/// What each photo, concept and method gave, a row each (RFC 4180, UTF-8). A photo that could not be read has a row, too, which says why. Rows are
/// written as pieces come, so that memory does not grow with the photos.
/// </summary>
public static class ImagesFile
{
    public const string Name = "images.csv";

    // Labels are strangers' texts, and a spreadsheet must not compute them: also not those that hide the sign behind space, which spreadsheets trim.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, InjectionCharacters = "=@+-\t\r\n " };

    /// <param name="stream">Stays open.</param>
    /// <param name="plan">What was evaluated; it decides the columns.</param>
    /// <param name="pieces">Read one by one.</param>
    public static void Write(Stream stream, EvaluationPlan plan, IEnumerable<PieceResult> pieces)
    {
        var columns = ImageColumns.Of(plan).ToList();
        using var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        csv.WriteHeader([.. columns.Select(column => column.Name)]);
        foreach (var row in pieces.SelectMany(piece => Rows(plan, piece)))
        {
            foreach (var column in columns)
                column.Write(csv, row);
            csv.EndRecord();
        }
    }

    private static IEnumerable<ImageRow> Rows(EvaluationPlan plan, PieceResult piece) =>
        plan.ImagesOf(piece.Piece).Zip(piece.Images).SelectMany(pair => Rows(plan, plan.Models[piece.Piece.Model], pair.First, pair.Second));

    private static IEnumerable<ImageRow> Rows(EvaluationPlan plan, EvaluatedModel model, DatasetImage image, ImageResult result) =>
        result.Maps.Select(map => (MapResult?)map).DefaultIfEmpty().Select(map => new ImageRow(plan, model, image, result, map));
}

/// <summary>One target of a photo by one method.</summary>
/// <param name="Map">Null for a photo without any, as one that could not be read.</param>
internal sealed record ImageRow(EvaluationPlan Plan, EvaluatedModel Model, DatasetImage Image, ImageResult Result, MapResult? Map);
