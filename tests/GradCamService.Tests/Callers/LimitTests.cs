using System.Net;
using GradCamService.Tests.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GradCamService.Tests.Callers;

/// <summary>What one caller may have, and what is left to another.</summary>
public sealed class LimitTests
{
    private static readonly (string, string)[] Two = Known.Rows(("shop", "explain,jobs"), ("other", "explain,jobs"));

    private static readonly string Shop = Known.KeyOf("shop");
    private static readonly string Other = Known.KeyOf("other");

    [Fact]
    public async Task More_requests_a_second_than_a_caller_may_are_refused_and_it_is_told_what_is_left()
    {
        // A token comes back after a hundred seconds.
        await using var service = await Service.StartAsync(null, [.. Two, ("Limits:Rate", "0.01"), ("Limits:Burst", "3")]);

        for (var left = 2; left >= 0; left--)
        {
            using var answer = await service.SendAsync(Shop, "/v1/models");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(("3", $"{left}", $"{(3 - left) * 100}"), Headers(answer));
        }
        using var refused = await service.SendAsync(Shop, "/v1/models");

        Assert.Equal(("3", "0", "300"), Headers(refused));
        var problem = await Task.FromResult(refused).ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Contains("You may ask 0.01 times a second, and 3 times at once after a pause (Limits:Rate, Limits:Burst)", problem.Detail, StringComparison.Ordinal);
        Assert.InRange(problem.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100));
        await service.SendAsync(Other, "/v1/models").JsonAsync();
        Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(null, "/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_day_has_so_many_explanations_and_the_next_begins_anew()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 22, 0, 0, TimeSpan.Zero));
        await using var service = await Service.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)), [.. Two, ("Limits:DailyExplanations", "2")]);

        for (var left = 1; left >= 0; left--)
        {
            using var answer = await service.ExplainAsAsync(Shop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(("2", $"{left}", "7200"), Headers(answer));
        }
        using var refused = await service.ExplainAsAsync(Shop);

        Assert.Equal(("2", "0", "7200"), Headers(refused));
        var problem = await Task.FromResult(refused).ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromHours(2), problem.RetryAfter);
        Assert.Contains("You have had your 2 explanations of today", problem.Detail, StringComparison.Ordinal);
        await service.SendAsync(Shop, "/v1/models").JsonAsync();
        await service.ExplainAsAsync(Other).JsonAsync();
        time.Advance(TimeSpan.FromHours(3));
        await service.ExplainAsAsync(Shop).JsonAsync();
    }

    [Fact]
    public async Task Photos_of_a_job_count_as_explanations_of_the_day()
    {
        await using var service = await Service.StartAsync(null, [.. Two, ("Limits:DailyExplanations", "2")]);
        Form Photos(int count) => Enumerable.Range(0, count).Aggregate(Form.Without(("model", "efficientnet-lite0")),
            (form, i) => form.File("image", Explain.Tests.TestData.Read("Images/chelsea.png"), $"{i}.png"));

        var problem = await service.SendAsync(Shop, "/v1/jobs", Photos(3)).ProblemAsync(HttpStatusCode.TooManyRequests);
        await service.SendAsync(Shop, "/v1/jobs", Photos(2)).JsonAsync();
        await service.ExplainAsAsync(Shop).ProblemAsync(HttpStatusCode.TooManyRequests);

        Assert.Contains("The job has 3 photos; 2 of your 2 explanations a day", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_have_limits_of_its_own()
    {
        await using var service = await Service.StartAsync(
            null, [.. Two, ("Limits:DailyExplanations", "1"), ("Auth:Keys:0:Limits:DailyExplanations", "3")]);

        using var mine = await service.ExplainAsAsync(Shop);
        using var others = await service.ExplainAsAsync(Other);

        Assert.Equal(("3", "1"), (Headers(mine).Limit, Headers(others).Limit));
    }

    [Fact]
    public async Task More_requests_at_once_than_a_caller_may_are_refused_and_another_is_let_in()
    {
        await using var service = await Service.StartAsync(null, [.. Two, ("Limits:Concurrency", "1")]);
        Task<HttpResponseMessage> first, others;
        using (var device = await HeldDevice.HoldAsync(service))
        {
            first = service.ExplainAsAsync(Shop);
            await device.UntilWaitingAsync(1);

            var problem = await service.SendAsync(Shop, "/v1/models").ProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.Contains("1 requests of yours are being answered", problem.Detail, StringComparison.Ordinal);
            others = service.ExplainAsAsync(Other);
            await device.UntilWaitingAsync(2);
        }

        await first.JsonAsync();
        await others.JsonAsync();
        await service.ExplainAsAsync(Shop).JsonAsync();
    }

    [Fact]
    public async Task One_caller_cannot_take_all_places_and_leaves_some_to_the_next()
    {
        await using var service = await Service.StartAsync(null, [.. Two, ("Queue:Capacity", "4")]);
        List<Task<HttpResponseMessage>> admitted = [];
        using (var device = await HeldDevice.HoldAsync(service))
        {
            for (var i = 1; i <= 2; i++)
            {
                admitted.Add(service.ExplainAsAsync(Shop));
                await device.UntilWaitingAsync(i);
            }
            var problem = await service.ExplainAsAsync(Shop).ProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.Contains("of 4 requests that may wait or be worked on, you may have 2 now (Limits:QueueShare)", problem.Detail, StringComparison.Ordinal);
            Assert.NotNull(problem.RetryAfter);
            admitted.Add(service.ExplainAsAsync(Other));
            await device.UntilWaitingAsync(3);
        }

        foreach (var each in admitted)
            await each.JsonAsync();
    }

    private static (string? Limit, string? Remaining, string? Reset) Headers(HttpResponseMessage answer) =>
        (Header(answer, "RateLimit-Limit"), Header(answer, "RateLimit-Remaining"), Header(answer, "RateLimit-Reset"));

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
