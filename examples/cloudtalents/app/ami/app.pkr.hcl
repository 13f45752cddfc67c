# The image of one release. Nothing in it is secret, and nothing in it says which database or bucket it will use: the
# application reads that at its start. So the same image serves any account.
packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = "~> 1.8"
    }
  }
}

variable "release" {
  type        = string
  description = "The release's name, a tag of this repository."
}

variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "subnet_id" {
  type        = string
  default     = null
  description = "Where the builder runs; it needs a way out to the internet. Default: the default VPC's."
}

source "amazon-ebs" "app" {
  region        = var.region
  subnet_id     = var.subnet_id
  instance_type = "t3.small"
  ssh_username  = "ubuntu"

  # A key pair and a security group of this build alone; the group lets in the address that packer comes from.
  temporary_key_pair_type                   = "ed25519"
  temporary_security_group_source_public_ip = true
  associate_public_ip_address               = true

  source_ami_filter {
    owners      = ["099720109477"] # Canonical
    most_recent = true
    filters = {
      name                = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"
      virtualization-type = "hvm"
      root-device-type    = "ebs"
    }
  }

  # Tokens only, for the builder and for what is launched from the image: no request that the application is tricked into
  # making reads the role's credentials.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
  imds_support = "v2.0"

  ami_name      = "mvp-${var.release}"
  encrypt_boot  = true
  run_tags      = { Name = "packer-mvp" }
  tags          = { App = "mvp", Release = var.release }
  snapshot_tags = { App = "mvp", Release = var.release }
}

build {
  sources = ["source.amazon-ebs.app"]

  provisioner "shell" {
    inline = ["mkdir -p /tmp/release", "cloud-init status --wait"]
  }

  # What runs, by name: no .git, no .env, nothing that lies about in the folder.
  provisioner "file" {
    sources     = ["manage.py", "mvp", "requirements.txt", "deploy", "ami/install.sh"]
    destination = "/tmp/release/"
  }

  provisioner "shell" {
    environment_vars = ["RELEASE=${var.release}", "REGION=${var.region}", "PGSSLMODE=verify-full"]
    execute_command  = "sudo env {{ .Vars }} bash {{ .Path }}"
    inline           = ["bash /tmp/release/install.sh /tmp/release"]
  }

  post-processor "manifest" {
    output = "ami.json"
  }
}
