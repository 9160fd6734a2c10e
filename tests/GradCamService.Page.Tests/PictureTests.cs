using System.Globalization;
using Xunit;

namespace GradCamService.Page.Tests;

/// <summary>What the page draws, pixel by pixel beside what the service draws.</summary>
public sealed class PictureTests(ServedPage served, ITestOutputHelper output)
{
    /// <summary>
    /// Grey levels on average. Both interpolate alike; where a share falls on a step of the 256 colours, rounding takes one or the other. The overlay is put together by the browser, which
    /// rounds colours that are half transparent, and reads JPEGs by a decoder of its own: 2.8 was found in a trial.
    /// </summary>
    private const double Heatmap = 0.5;
    private const double Overlay = 2.8;

    private const string Compare =
        """
        async ([view, colormap]) => {
          const blob = await (await fetch('samples/coffee.jpg')).blob();
          const form = new FormData();
          form.append('image', blob, 'coffee.jpg');
          for (const [name, value] of [['method', 'grad-cam'], ['images', view], ['colormap', colormap]]) form.append(name, value);
          const answer = await (await fetch('v1/models/efficientnet-lite0/explanations', { method: 'POST', body: form })).json();
          // Not fetched: the page's policy forbids that of a data URL.
          const theirs = new Image();
          theirs.src = answer.explanations[0].images[view];
          await theirs.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [theirs.width, theirs.height];
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.drawImage(theirs, 0, 0);
          const expected = context.getImageData(0, 0, canvas.width, canvas.height).data;
          context.clearRect(0, 0, canvas.width, canvas.height);
          const [photo, heat] = document.querySelectorAll('map-view canvas');
          if (photo.width !== canvas.width || photo.height !== canvas.height) return [-1];
          context.drawImage(photo, 0, 0);
          context.drawImage(heat, 0, 0);
          const drawn = context.getImageData(0, 0, canvas.width, canvas.height).data;
          const { x, y, width, height } = answer.image.analyzed;
          let sum = 0, worst = 0;
          for (let row = y; row < y + height; row++)
            for (let column = x; column < x + width; column++)
              for (let channel = 0; channel < 3; channel++) {
                const at = (row * canvas.width + column) * 4 + channel;
                const difference = Math.abs(expected[at] - drawn[at]);
                sum += difference;
                worst = Math.max(worst, difference);
              }
          return [sum / (width * height * 3), worst];
        }
        """;

    private const string Redraws =
        """
        async () => {
          const view = document.querySelector('map-view');
          const input = [...document.querySelectorAll('input[type=range]')][0];
          const times = [];
          for (let i = 0; i < 40; i++) {
            input.value = i / 40;
            input.dispatchEvent(new Event('input'));
            times.push(view.redraw);
            await new Promise(done => requestAnimationFrame(done));
          }
          const canvas = document.querySelector('map-view canvas');
          return [times.sort((a, b) => a - b)[20], canvas.width * canvas.height];
        }
        """;

    [Theory]
    [InlineData("heatmap", "jet", Heatmap)]
    [InlineData("heatmap", "viridis", Heatmap)]
    [InlineData("heatmap", "turbo", Heatmap)]
    [InlineData("heatmap", "inferno", Heatmap)]
    [InlineData("heatmap", "gray", Heatmap)]
    [InlineData("overlay", "jet", Overlay)]
    public async Task Pictures_on_the_page_are_those_of_the_service(string view, string colormap, double tolerance)
    {
        await using var screen = await served.OpenAsync($"#/explain?model=efficientnet-lite0&method=grad-cam&view={view}&colormap={colormap}&boxes=");
        await screen.SampleAsync("coffee");

        var difference = await screen.Page.EvaluateAsync<double[]>(Compare, new[] { view, colormap });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{view}, {colormap}: {difference[0]:0.00} grey levels on average, {difference[1]:0} at most"));
        Assert.InRange(difference[0], 0, tolerance);
    }

    [Fact]
    public async Task A_photo_of_a_megapixel_is_drawn_anew_while_a_slider_moves()
    {
        await using var screen = await served.OpenAsync("#/explain?model=efficientnet-lite0&method=grad-cam");
        // Enlarged by the browser itself, so that no large file need be kept.
        await screen.Page.EvaluateAsync(
            """
            async () => {
              const photo = await createImageBitmap(await (await fetch('samples/coffee.jpg')).blob());
              const canvas = new OffscreenCanvas(1250, 838);
              canvas.getContext('2d').drawImage(photo, 0, 0, 1250, 838);
              const data = new DataTransfer();
              data.items.add(new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'large.jpg', { type: 'image/jpeg' }));
              document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """);
        await screen.AnsweredAsync();

        var redraw = await screen.Page.EvaluateAsync<double[]>(Redraws);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a redraw of {redraw[1]:0} pixels: {redraw[0]:0.0} ms (median)"));
        Assert.InRange(redraw[1], 1_000_000, 1 << 20);
    }

    [Fact]
    public async Task The_first_view_needs_little_and_nothing_from_elsewhere()
    {
        await using var screen = await served.OpenAsync();
        var (ready, bytes) = (await screen.Page.EvaluateAsync<double>("performance.now()"), await screen.Page.EvaluateAsync<double>(
            "performance.getEntries().filter(entry => entry.transferSize && !entry.name.includes('samples/')).reduce((sum, entry) => sum + entry.transferSize, 0)"));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"usable after {ready:0} ms; {bytes / 1024:0} kB without photos"));
        Assert.InRange(bytes, 1, 200_000);
        using var page = await served.Client.GetAsync("/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
    }
}
