using System.Globalization;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Tasks;

/// <summary>Fields that say where in the photo.</summary>
internal static class PhotoPlaces
{
    public static TextField Box { get; } = new(
        "box",
        "x,y,width,height in pixels of the photo. Segmentation: the class is explained over this box rather than over its own mask. Detection: of the "
            + "model's boxes, the one that overlaps this most is explained.");

    public static TextField Point { get; } = new("point", "x,y in pixels of the photo: the class is explained at this place.");

    /// <returns>Null where it was not sent, and where it is wrong, which is told.</returns>
    public static Region? ReadBox(FieldReader fields)
    {
        if (fields.Text(Box) is not { } text)
            return null;
        if (Numbers(text, 4) is [var x, var y, > 0 and var width, > 0 and var height])
            return new Region(x, y, width, height);
        fields.Errors.Add(Box.Name, $"'{Names.Shorten(text)}' is not x,y,width,height in pixels of the photo with a width and a height above 0, "
            + "such as 40,20,200,150.");
        return null;
    }

    /// <returns>The pixel, as a region of 1 × 1; null where it was not sent, and where it is wrong, which is told.</returns>
    public static Region? ReadPoint(FieldReader fields)
    {
        if (fields.Text(Point) is not { } text)
            return null;
        if (Numbers(text, 2) is [var x, var y])
            return new Region(Math.Floor(x), Math.Floor(y), 1, 1);
        fields.Errors.Add(Point.Name, $"'{Names.Shorten(text)}' is not x,y in pixels of the photo, such as 120,80.");
        return null;
    }

    /// <summary>Refuses what does not touch the part of the photo that the network sees.</summary>
    /// <exception cref="InvalidFieldsException">It lies outside.</exception>
    public static void Check(Field field, Region place, Placement placement)
    {
        var seen = placement.Analyzed;
        if (place.X < seen.X + seen.Width && place.X + place.Width > seen.X && place.Y < seen.Y + seen.Height && place.Y + place.Height > seen.Y)
            return;
        var errors = new FieldErrors();
        var isPart = seen.Width < placement.PhotoWidth || seen.Height < placement.PhotoHeight;
        errors.Add(field.Name, string.Create(CultureInfo.InvariantCulture,
            $"The {field.Name} lies outside the part of the photo that the network sees: x from {seen.X} to {seen.X + seen.Width}, ")
            + string.Create(CultureInfo.InvariantCulture,
                $"y from {seen.Y} to {seen.Y + seen.Height} of {placement.PhotoWidth} × {placement.PhotoHeight} pixels.")
            + (isPart ? " With fit=pad or fit=stretch it sees the whole photo." : ""));
        errors.ThrowIfAny();
    }

    private static double[]? Numbers(string text, int count)
    {
        var parts = text.Split(',');
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
            if (parts.Length != count || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i]))
                return null;
        return numbers;
    }
}
