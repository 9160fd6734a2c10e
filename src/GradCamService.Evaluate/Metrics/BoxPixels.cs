using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>Which pixels of the input show what lies in boxes of the photo.</summary>
internal static class BoxPixels
{
    // A centre on the line between two photo pixels belongs to the second; rounding must not decide.
    private const double Slack = 1e-6;

    /// <summary>For each analysed pixel, row-major, whether the photo's pixel at its centre is covered by any of the boxes.</summary>
    public static bool[] Inside(Placement placement, IReadOnlyList<PixelBox> boxes)
    {
        var content = placement.ContentPixels;
        var columns = Enumerable.Range(content.X, content.Width).Select(x => (int)Math.Floor(placement.ToPhoto(x + 0.5, 0).X + Slack)).ToArray();
        var inside = new bool[content.Width * content.Height];
        for (var y = 0; y < content.Height; y++)
        {
            var row = (int)Math.Floor(placement.ToPhoto(0, content.Y + y + 0.5).Y + Slack);
            foreach (var box in boxes.Where(box => Covers(box.Y, box.Height, row)))
                for (var x = 0; x < columns.Length; x++)
                    inside[y * content.Width + x] |= Covers(box.X, box.Width, columns[x]);
        }
        return inside;
    }

    private static bool Covers(int start, int length, int place) => place >= start && place < start + length;
}
