namespace GradCamService.Evaluate.Report;

/// <summary>Cards with pictures.</summary>
internal static class Gallery
{
    /// <param name="level">Of the cards' headings.</param>
    public static async Task WriteAsync(HtmlWriter html, IAsyncEnumerable<GalleryItem> items, int level, CancellationToken cancellation)
    {
        using var cards = html.Open("div", ("class", "cards"));
        await foreach (var item in items.WithCancellation(cancellation))
            WriteCard(html, item, level);
    }

    /// <param name="data">What the card can be filtered by.</param>
    public static void WriteCard(HtmlWriter html, GalleryItem item, int level, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        html.Line();
        using var card = html.Open("article", [("class", "card"), .. data]);
        html.Add($"h{Wording.Count(level)}", item.Title);
        foreach (var caption in item.Captions)
            html.Add("p", caption);
        using var pictures = html.Open("div", ("class", "pictures"));
        foreach (var picture in item.Pictures)
            using (html.Open("figure"))
            {
                html.Picture(picture, $"{picture.Title}, {item.Title}");
                html.Add("figcaption", picture.Title);
            }
    }
}
