using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace GradCamService.Jobs.Blobs;

/// <summary>How a bucket is spoken with.</summary>
internal static class S3Clients
{
    /// <returns>A client; the caller disposes it.</returns>
    public static AmazonS3Client Of(S3Options options)
    {
        var config = new AmazonS3Config
        {
            // Checksums in trailers, which the client adds otherwise, are refused by many services besides AWS's own.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            // Such services seldom have a name for each bucket.
            ForcePathStyle = options.Endpoint is not null,
        };
        if (options.Endpoint is { } endpoint)
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint, options.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        return options is { AccessKey: { } access, SecretKey: { } secret }
            ? new AmazonS3Client(new BasicAWSCredentials(access, secret), config)
            : new AmazonS3Client(config);
    }
}
