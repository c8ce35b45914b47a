# SPDX-License-Identifier: EUPL-1.2
"""Thin HTTP: schema in, service, result out."""
