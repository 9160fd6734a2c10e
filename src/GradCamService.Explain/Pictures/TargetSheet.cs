using System.Globalization;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Imaging.Lettering;
using GradCamService.Explain.Methods;

namespace GradCamService.Explain.Pictures;

/// <summary>
/// The picture of a task whose targets belong together, as a sentence and its words: the photo with the first target's map (and its product
/// with gradients, where that is asked for), then each other's map under its name, by its own scale and below by one for all. A method without
/// maps shows its gradients instead.
/// </summary>
public static class TargetSheet
{
    /// <returns>Null where no target has anything to see.</returns>
    public static Picture? Draw(Explained explained)
    {
        var (order, method) = (explained.Order, explained.Order.Methods[0]);
        var targets = explained.Explanations.Where(explanation => explanation.Method == method).ToList();
        var head = new List<SheetCell> { new(NameOf(method), MiniatureMaps.Draw(targets[0], order, ContactSheets.HeadSide)) };
        if (method is { Map: not null, Pixels: not null })
            head.Add(new SheetCell(method.Name, PictureTable.Draw(targets[0], method.Pictures[0], order with { Style = MiniatureMaps.Plain(order.Style) })));
        var words = targets.Skip(1).ToList();
        var largest = words.Max(word => PictureTable.HeatOf(word)?.Maximum);
        var cells = words.Select(word => new SheetCell(TextOf(word), MiniatureMaps.Draw(word, order, ContactSheets.CellSide))
        {
            Below = largest is null ? null : MiniatureMaps.Draw(word, order, ContactSheets.CellSide, largest),
        }).ToList();
        if (head.Concat(cells).All(cell => cell.Picture is null))
            return null;
        var note = largest is null ? null : string.Create(
            CultureInfo.InvariantCulture, $"Upper row: each word by its own maximum. Lower row: all words by the largest, {largest:G3}.");
        var sheet = ContactSheets.Draw(targets[0].Target.Concept.Label, head, cells, note);
        return largest is { } high && order.Style.Marks.Contains(MarkNames.Legend)
            ? Strips.WithScale(sheet, ColorScale.Of(order.Style.Colors, high), ContactSheets.HeadSide) : sheet;
    }

    /// <summary>A word, and how likely it is after those before it.</summary>
    private static string TextOf(Explanation word) =>
        word.Target.Concept.Label + (word.Probability is { } share ? $" · {PictureTexts.Percent(share)}" : "");

    /// <summary>Of a method whose map is multiplied with gradients, the method that made the map.</summary>
    private static string NameOf(Method method) => method.Pixels is null || method.Map is null ? method.Name
        : MethodTable.All.First(other => other.Pixels is null && other.Map == method.Map).Name;
}
