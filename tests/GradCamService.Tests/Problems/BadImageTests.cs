using System.Net;
using System.Text;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Problems;

/// <summary>Images that cannot be explained, and odd ones that can. After each, the next request is answered as ever.</summary>
[Collection(ServiceTests.Name)]
public sealed class BadImageTests(SharedService service)
{
    [Fact]
    public Task A_text_file_named_jpg_is_no_image() => IsRefused(
        Form.With(Encoding.UTF8.GetBytes("This is not a photo."), "photo.jpg"), HttpStatusCode.UnsupportedMediaType, "JPEG, PNG, WebP, GIF");

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("rgb.png")]
    public Task A_truncated_file_is_corrupt(string name) => IsRefused(
        Form.With(TestData.Read($"Images/{name}")[..^40], name), HttpStatusCode.UnprocessableEntity, "truncated");

    [Fact]
    public async Task A_decompression_bomb_is_refused_before_it_is_decoded()
    {
        Assert.InRange(TestData.Read("Images/30000x30000.png").Length, 1, 10_000);

        await IsRefused(Form.Of("30000x30000.png"), HttpStatusCode.RequestEntityTooLarge, "30000 × 30000");
    }

    [Theory]
    [InlineData("other.tif")]
    [InlineData("other.ico")]
    public Task A_format_that_is_not_served_is_refused_with_those_that_are(string name) =>
        IsRefused(Form.Of(name), HttpStatusCode.UnsupportedMediaType, "JPEG, PNG, WebP, GIF");

    [Fact]
    public Task An_empty_part_is_refused() => IsRefused(Form.With([], "photo.jpg"), HttpStatusCode.BadRequest, "'image' is empty");

    [Fact]
    public Task A_form_without_an_image_is_refused_with_how_to_send_one() =>
        IsRefused(Form.Without(("concept", "dog")), HttpStatusCode.BadRequest, "curl: -F image=@photo.jpg");

    [Fact]
    public Task An_image_sent_as_text_is_refused_with_how_to_send_it() =>
        IsRefused(Form.Without(("image", "photo.jpg")), HttpStatusCode.BadRequest, "is text; it must be a file (curl: -F image=@photo.jpg)");

    [Fact]
    public async Task An_image_needs_no_file_name_however_large_it_is()
    {
        // 1.2 MB behind the picture's end, where nothing reads it: more than any text may have.
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([.. TestData.Read("Images/chelsea.png"), .. new byte[1_200_000]]), "image" },
            { new StringContent("none"), "images" },
        };

        await service.PostAsync("/v1/models/efficientnet-lite0/explanations", form).JsonAsync();
    }

    [Fact]
    public async Task A_part_whose_type_is_a_pictures_is_a_file_with_a_name_or_without()
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent("no picture"u8.ToArray());
        part.Headers.ContentType = new("image/png");
        form.Add(part, "image");

        var problem = await service.PostAsync("/v1/models/efficientnet-lite0/explanations", form).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

        Assert.Contains("JPEG, PNG, WebP, GIF", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_longer_than_any_is_refused_by_its_field()
    {
        var problem = await service.ExplainAsync(Form.Of("rgb.png", ("concept", new string('x', (1 << 20) + 1))))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("A text has at most 1048576 bytes.", Assert.Single(problem.Errors["concept"]));
    }

    [Fact]
    public Task Two_images_are_refused() => IsRefused(
        Form.Of("rgb.png").File("image", TestData.Read("Images/rgb.png"), "b.png"), HttpStatusCode.UnprocessableEntity, "One image is explained");

    [Fact]
    public Task A_file_under_another_name_is_refused_by_that_name() => IsRefused(
        Form.Of("rgb.png").File("photo", TestData.Read("Images/rgb.png"), "b.png"), HttpStatusCode.UnprocessableEntity, "There is no file field 'photo'");

    [Fact]
    public Task More_bytes_than_allowed_are_refused_with_the_limit() =>
        IsRefused(Form.With(new byte[21 << 20], "photo.jpg"), HttpStatusCode.RequestEntityTooLarge, "20971520 bytes");

    [Theory]
    [InlineData("animated.gif")]
    [InlineData("cmyk.jpg")]
    [InlineData("rgb-16-bit.png")]
    [InlineData("gray-16-bit.png")]
    [InlineData("palette.png")]
    [InlineData("one-pixel.png")]
    [InlineData("one-column.png")]
    [InlineData("one-row.png")]
    [InlineData("transparent.gif")]
    [InlineData("lossless.webp")]
    [InlineData("rgb.bmp")]
    public async Task An_odd_image_is_explained(string name)
    {
        var answer = await service.ExplainAsync(Form.Of(name, ("top", "2"))).JsonAsync();

        Assert.Equal(2, answer.GetProperty("explanations").GetArrayLength());
        Assert.All(answer.GetProperty("explanations").EnumerateArray(), explanation =>
            Assert.Contains(explanation.GetProperty("status").GetString(), (string[])["ok", "empty"]));
    }

    [Fact]
    public async Task A_photo_that_was_turned_by_exif_is_measured_upright()
    {
        var answer = await service.ExplainAsync(Form.Of("orientation-6.jpg", ("images", "none"))).JsonAsync();
        var turned = await service.ExplainAsync(Form.Of("orientation-1.jpg", ("images", "none"))).JsonAsync();

        Assert.Equal(turned.GetProperty("image").GetProperty("width").GetInt32(), answer.GetProperty("image").GetProperty("width").GetInt32());
    }

    private async Task IsRefused(Form form, HttpStatusCode status, string expected)
    {
        var problem = await service.ExplainAsync(form).ProblemAsync(status);

        Assert.Contains(expected, problem.Text, StringComparison.Ordinal);
        Assert.Equal("/v1/models/efficientnet-lite0/explanations", problem.Instance);
        await NextRequest.IsUnharmedAsync(service);
    }
}
