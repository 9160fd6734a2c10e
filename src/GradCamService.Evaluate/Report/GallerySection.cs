namespace GradCamService.Evaluate.Report;

/// <summary>Photos to look at.</summary>
internal static class GallerySection
{
    public static ReportSection Best { get; } =
        new("best", "Best cases", content => content.Pictures.Best is not null,
            (html, content, cancellation) => Gallery.WriteAsync(html, content.Pictures.Best!, 3, cancellation));

    public static ReportSection Worst { get; } =
        new("worst", "Worst cases", content => content.Pictures.Worst is not null,
            (html, content, cancellation) => Gallery.WriteAsync(html, content.Pictures.Worst!, 3, cancellation));
}
