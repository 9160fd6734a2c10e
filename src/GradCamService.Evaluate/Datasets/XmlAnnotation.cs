using System.Xml;
using System.Xml.Linq;
using GradCamService.Explain.Naming;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// A file of Pascal VOC's form: <c>annotation { size { width, height }, object { name, difficult, bndbox { xmin, ymin, xmax, ymax } } … }</c>.
/// </summary>
/// <param name="Size">Null where it is not said (or said to be 0 × 0, as some tools write).</param>
/// <param name="Objects">In the file's order.</param>
internal sealed record XmlAnnotation(PhotoSize? Size, IReadOnlyList<XmlAnnotation.Found> Objects)
{
    private const int MostLetters = 16 << 20;

    /// <param name="path">Absolute.</param>
    /// <param name="name">For messages.</param>
    /// <param name="origin">What the first pixel is called: 0 or 1.</param>
    /// <param name="problems">Told of everything that is wrong; those objects are left out.</param>
    /// <returns>Null where the file is something else.</returns>
    public static XmlAnnotation? Read(string path, string name, int origin, DatasetProblems problems)
    {
        try
        {
            var root = Load(path);
            if (root.Name == "annotation")
                return new Reading(name, origin, problems).Annotation(root);
            problems.Add(name, $"must have the root element annotation, has {root.Name}");
        }
        catch (XmlException e)
        {
            // What is refused before anything is read has the line 0.
            problems.Add(FormattableString.Invariant($"{name}, line {Math.Max(1, e.LineNumber)}"), $"is not valid XML (without a DTD): {e.Message}");
        }
        return null;
    }

    /// <summary>Names of the objects of a file; none where it is something else.</summary>
    public static IReadOnlyList<string> NamesIn(string path)
    {
        try
        {
            return [.. Load(path).Elements("object").Elements("name").Select(name => name.Value.Trim())];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static XElement Load(string path)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostLetters };
        using var file = File.OpenRead(path);
        using var reader = XmlReader.Create(file, settings);
        return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
    }

    /// <summary>An object.</summary>
    /// <param name="Where">File, line and element.</param>
    /// <param name="Name">What it is.</param>
    /// <param name="IsDifficult">Whether it is not meant to be found.</param>
    /// <param name="Edges">Where it is.</param>
    internal sealed record Found(string Where, string Name, bool IsDifficult, BoxEdges Edges);

    private sealed class Reading(string file, int origin, DatasetProblems problems)
    {
        public XmlAnnotation Annotation(XElement root) => new(SizeOf(root), [.. root.Elements("object").Select(ObjectOf).OfType<Found>()]);

        private PhotoSize? SizeOf(XElement root)
        {
            if (root.Element("size") is not { } size)
                return null;
            if (Number(size, "width") is not { } width || Number(size, "height") is not { } height || (width, height) == (0, 0))
                return null;
            if (width >= 1 && height >= 1 && double.IsInteger(width) && double.IsInteger(height))
                return new PhotoSize((int)width, (int)height);
            problems.Add(Where(size), FormattableString.Invariant($"must give whole numbers of pixels, gives {width} × {height}"));
            return null;
        }

        private Found? ObjectOf(XElement found)
        {
            var before = problems.Count;
            var name = Text(found, "name");
            var difficult = found.Element("difficult")?.Value.Trim() ?? "0";
            if (difficult is not ("0" or "1"))
                problems.Add(Where(found.Element("difficult")!), $"must be 0 or 1, is '{Names.Shorten(difficult)}'");
            if (found.Element("bndbox") is not { } box)
                problems.Add(Where(found), "has no bndbox with xmin, ymin, xmax, ymax");
            else if (EdgesOf(box) is { } edges && problems.Count == before)
                return new Found(Where(found), name!, difficult == "1", edges);
            return null;
        }

        private BoxEdges? EdgesOf(XElement box)
        {
            var corners = (Number(box, "xmin"), Number(box, "ymin"), Number(box, "xmax"), Number(box, "ymax"));
            if (corners is not ({ } left, { } top, { } right, { } bottom))
                return null;
            if (right >= left && bottom >= top)
                return BoxEdges.OfCorners(left, top, right, bottom, origin);
            problems.Add(Where(box), FormattableString.Invariant(
                $"must have xmin ≤ xmax and ymin ≤ ymax, is xmin {left}, ymin {top}, xmax {right}, ymax {bottom}"));
            return null;
        }

        private double? Number(XElement parent, string name)
        {
            if (Text(parent, name) is not { } text)
                return null;
            if (BoxEdges.Number(text) is { } number)
                return number;
            problems.Add(Where(parent.Element(name)!), $"must be a number of pixels, is '{Names.Shorten(text)}'");
            return null;
        }

        private string? Text(XElement parent, string name)
        {
            if (parent.Element(name)?.Value.Trim() is { Length: > 0 } text)
                return text;
            problems.Add(Where(parent), $"has no {name}, or an empty one");
            return null;
        }

        private string Where(XElement element) =>
            FormattableString.Invariant($"{file}, line {((IXmlLineInfo)element).LineNumber}, {element.Name.LocalName}");
    }
}
