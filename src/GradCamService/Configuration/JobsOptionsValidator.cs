using GradCamService.Jobs;
using GradCamService.Jobs.Blobs;
using GradCamService.Jobs.Hosting;
using GradCamService.Jobs.Webhooks;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>Settings of jobs that do not go together.</summary>
internal sealed class JobsOptionsValidator(IOptions<RoleOptions> role) : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Postgres) != string.IsNullOrWhiteSpace(options.RabbitMq))
            problems.Add("Jobs:Postgres and Jobs:RabbitMq come together: both for many processes, none for one.");
        if (role.Value.Name != JobRole.AllInOne && !options.HasBroker)
            problems.Add($"Role {role.Value.Name} shares jobs with other processes, which needs Jobs:Postgres and Jobs:RabbitMq.");
        if (options.HasBroker && !(Uri.TryCreate(options.RabbitMq, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps"))
            problems.Add("Jobs:RabbitMq must be an address such as amqp://user:password@host:5672/vhost.");
        problems.AddRange(BlobStores.ProblemsOf(options));
        problems.AddRange(WebhookOptionsCheck.Problems(options.Webhooks));
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
