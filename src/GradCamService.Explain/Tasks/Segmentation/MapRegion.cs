using System.Collections;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Outputs;

namespace GradCamService.Explain.Tasks.Segmentation;

/// <summary>Over which places of a map a class is explained.</summary>
internal abstract record MapRegion
{
    /// <summary>The places.</summary>
    /// <param name="output">What the network said.</param>
    /// <param name="classes">The class, or the members of a group.</param>
    public abstract BitArray PlacesIn(NetworkOutput output, IReadOnlyList<int> classes);

    /// <summary>How likely the network holds it there, by the score; null where a share of several places says nothing.</summary>
    public virtual double? Share(NetworkOutput output, IReadOnlyList<int> classes) => null;

    public virtual void Check(Placement placement)
    {
    }

    /// <summary>The field that says it, where neither a box nor a point does.</summary>
    public static ChoiceField<MapRegion> Field { get; } = new(
        "region",
        "Over which places the class is explained: mask, where the model sees it; everywhere. A box or a point in its place names others.",
        "region",
        new Dictionary<string, MapRegion>(StringComparer.OrdinalIgnoreCase) { ["mask"] = new OwnMask(), ["everywhere"] = new Everywhere() },
        "mask");

    /// <summary>What was sent; what is wrong goes to the reader's errors.</summary>
    public static MapRegion Read(FieldReader fields)
    {
        var sent = new Field[] { Field, PhotoPlaces.Box, PhotoPlaces.Point }.Where(fields.Has).ToList();
        foreach (var field in sent.Skip(1))
            fields.Errors.Add(field.Name, $"{string.Join(" and ", sent.Select(each => each.Name))} exclude each other: each says where.");
        var region = fields.Choice(Field, Field.Choices["mask"]);
        return PhotoPlaces.ReadBox(fields) is { } box ? new Within(PhotoPlaces.Box, box)
            : PhotoPlaces.ReadPoint(fields) is { } point ? new Within(PhotoPlaces.Point, point) : region;
    }

    /// <summary>Where the network sees it.</summary>
    public sealed record OwnMask : MapRegion
    {
        public override BitArray PlacesIn(NetworkOutput output, IReadOnlyList<int> classes) => output.Segmentation!.PlacesOf(classes);

        public override double? Share(NetworkOutput output, IReadOnlyList<int> classes) =>
            classes is [var only] && output.Segmentation!.Masks.TryGetValue(only, out var mask) ? mask.Probability : null;
    }

    /// <summary>All places.</summary>
    public sealed record Everywhere : MapRegion
    {
        public override BitArray PlacesIn(NetworkOutput output, IReadOnlyList<int> classes) =>
            new(output.Segmentation!.Height * output.Segmentation.Width, true);
    }

    /// <summary>The places whose centres lie in a box of the photo; where there is none, the one that has its centre.</summary>
    public sealed record Within(Field Named, Region Box) : MapRegion
    {
        public override void Check(Placement placement) => PhotoPlaces.Check(Named, Box, placement);

        public override BitArray PlacesIn(NetworkOutput output, IReadOnlyList<int> classes)
        {
            var (map, placement) = (output.Segmentation!, output.Placement!);
            var (left, top) = ToGrid(Math.Max(Box.X, 0), Math.Max(Box.Y, 0));
            var (right, bottom) = ToGrid(Math.Min(Box.X + Box.Width, placement.PhotoWidth), Math.Min(Box.Y + Box.Height, placement.PhotoHeight));
            var (columns, rows) = (Covered(left, right, map.Width), Covered(top, bottom, map.Height));
            var places = new BitArray(map.Height * map.Width);
            for (var y = rows.First; y <= rows.Last; y++)
                for (var x = columns.First; x <= columns.Last; x++)
                    places[(y * map.Width) + x] = true;
            return places;

            (double X, double Y) ToGrid(double x, double y)
            {
                var (inputX, inputY) = placement.ToInput(x, y);
                return (inputX * map.Width / placement.InputWidth, inputY * map.Height / placement.InputHeight);
            }
        }

        private static (int First, int Last) Covered(double from, double to, int size)
        {
            var (first, last) = ((int)Math.Ceiling(Math.Clamp(from, 0, size) - 0.5), (int)Math.Ceiling(Math.Clamp(to, 0, size) - 0.5) - 1);
            var middle = (int)Math.Clamp((from + to) / 2, 0, size - 1);
            return first <= last ? (first, last) : (middle, middle);
        }
    }
}
